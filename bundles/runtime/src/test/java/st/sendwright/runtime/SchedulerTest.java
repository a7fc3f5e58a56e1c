package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.KernelLayout.LinkedList;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

@DisplayName("The scheduler's lists")
class SchedulerTest {

    private TestWorld world;
    private Scheduler scheduler;

    @BeforeEach
    void start() {
        world = new TestWorld();
        scheduler = world.world.scheduler;
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<Handles.Handle> processes(int... priorities) {
        List<Handles.Handle> processes = new ArrayList<>();
        for (int priority : priorities) {
            processes.add(world.world.handles.on(world.newProcess(priority)));
        }
        return processes;
    }

    private void makeReady(List<Handles.Handle> processes) {
        processes.forEach(process -> scheduler.makeReady(process.oop()));
    }

    /** Numbers of the processes in the order in which they would run. */
    private List<Integer> order(List<Handles.Handle> processes) {
        List<Integer> order = new ArrayList<>();
        while (scheduler.activateNext()) {
            long active = scheduler.activeProcess();
            for (int i = 0; i < processes.size(); i++) {
                if (processes.get(i).oop() == active) {
                    order.add(i);
                }
            }
            scheduler.endActive();
        }
        return order;
    }

    @Test
    void areEmptyWhereAProgramHasPutSomethingElseIntoThem() {
        List<Handles.Handle> processes = processes(50, 50, 50);
        makeReady(processes);
        long list = ObjectHeader.slot(processes.get(0).oop(), Process.MY_LIST);
        for (long instead : new long[] {Oop.smallInteger(3), list, world.newProcess(50)}) {
            ObjectHeader.rawPutSlot(list, LinkedList.FIRST_LINK, instead);

            assertThat(order(processes)).isEmpty();
            assertThat(ObjectHeader.slot(list, LinkedList.LAST_LINK)).isEqualTo(ObjectHeader.slot(list,
                    LinkedList.FIRST_LINK));
            processes.forEach(process -> scheduler.remove(process.oop()));
            makeReady(processes);
        }
        ObjectHeader.rawPutSlot(processes.get(0).oop(), Process.NEXT_LINK, processes.get(0).oop());
        scheduler.remove(processes.get(1).oop());
        ObjectHeader.rawPutSlot(processes.get(2).oop(), Process.MY_LIST, Oop.smallInteger(3));
        scheduler.remove(processes.get(2).oop());
        ObjectHeader.rawPutSlot(processes.get(1).oop(), Process.PRIORITY, Oop.smallInteger(1000));

        assertThat(scheduler.isProcess(processes.get(1).oop())).isFalse();
        assertThat(scheduler.priority(processes.get(1).oop())).isEqualTo(50);
    }

    @Test
    void runHigherPrioritiesFirstAndEqualOnesInTurn() {
        List<Handles.Handle> processes = processes(50, 70, 50, 1, 100, 70);

        makeReady(processes);

        assertThat(order(processes)).containsExactly(4, 1, 5, 0, 2, 3);
        assertThat(scheduler.activeProcess()).isEqualTo(world.nil());
    }

    @Test
    void putAProcessThatHadToGiveWayInFront() {
        List<Handles.Handle> processes = processes(50, 50, 50);
        makeReady(processes.subList(0, 2));

        scheduler.makeReadyFirst(processes.get(2).oop());

        assertThat(order(processes)).containsExactly(2, 0, 1);
    }

    @Test
    void loseOneFromTheFrontTheMiddleAndTheEnd() {
        List<Handles.Handle> processes = processes(50, 50, 50, 50, 50);
        makeReady(processes);

        scheduler.remove(processes.get(2).oop());
        scheduler.remove(processes.get(0).oop());
        scheduler.remove(processes.get(4).oop());
        scheduler.remove(processes.get(4).oop());
        scheduler.makeReady(processes.get(2).oop());

        assertThat(order(processes)).containsExactly(1, 3, 2);
    }

    @Test
    void leaveNothingBehindInAProcessThatIsRemoved() {
        List<Handles.Handle> processes = processes(50, 50);
        makeReady(processes);
        assertThat(scheduler.isInReadyList(processes.get(0).oop())).isTrue();
        assertThat(world.next(processes.get(0).oop())).isEqualTo(processes.get(1).oop());

        scheduler.remove(processes.get(0).oop());

        assertThat(world.next(processes.get(0).oop())).isEqualTo(world.nil());
        assertThat(world.slot(processes.get(0).oop(), Process.MY_LIST)).isEqualTo(world.nil());
        assertThat(scheduler.isInReadyList(processes.get(0).oop())).isFalse();
    }

    @Test
    void tellWhetherAPriorityOrAHigherOneIsReady() {
        List<Handles.Handle> processes = processes(60);
        assertThat(scheduler.isReady(1)).isFalse();

        makeReady(processes);

        assertThat(scheduler.isReady(60)).isTrue();
        assertThat(scheduler.isReady(61)).isFalse();
    }

    @Test
    void moveAProcessWhosePriorityChanges() {
        assertThat(world.print("""
                | log first second |
                log := OrderedCollection new.
                first := [log add: 1] newProcess priority: 30; yourself.
                second := [log add: 2] newProcess priority: 30; yourself.
                first resume. second resume.
                second priority: 40.
                Processor activeProcess priority: 10.
                Processor activeProcess priority: 50.
                log asArray""")).isEqualTo("(2 1 )");
    }

    @Test
    void skipAProcessThatHasEnded() {
        List<Handles.Handle> processes = processes(50, 50);
        makeReady(processes);
        world.world.scheduler.remove(processes.get(0).oop());
        assertThat(scheduler.activate(processes.get(0).oop())).isTrue();
        scheduler.endActive();
        scheduler.makeReady(processes.get(0).oop());

        assertThat(order(processes)).containsExactly(1);
    }

    @Test
    void wakeWaitersOfASemaphoreInTheOrderOfTheirWaits() {
        Handles.Handle semaphore = world.world.handles.on(world.value("Semaphore new"));
        List<Handles.Handle> processes = processes(50, 90, 50);
        processes.forEach(process -> scheduler.addLast(semaphore.oop(), process.oop()));

        scheduler.signal(semaphore.oop());
        assertThat(scheduler.isInReadyList(processes.get(0).oop())).isTrue();
        assertThat(scheduler.isReady(51)).isFalse();
        scheduler.signal(semaphore.oop());
        scheduler.signal(semaphore.oop());
        assertThat(world.slot(semaphore.oop(), LinkedList.FIRST_LINK)).isEqualTo(world.nil());
        assertThat(world.slot(semaphore.oop(), LinkedList.LAST_LINK)).isEqualTo(world.nil());

        assertThat(scheduler.takeSignal(semaphore.oop())).isFalse();
        scheduler.signal(semaphore.oop());
        assertThat(scheduler.takeSignal(semaphore.oop())).isTrue();
        assertThat(scheduler.takeSignal(semaphore.oop())).isFalse();
        assertThat(order(processes)).containsExactly(1, 0, 2);
    }

    @Test
    void takeOnlySemaphoresAndProcessesForWhatTheyAre() {
        assertThat(scheduler.isSemaphore(world.value("Semaphore new"))).isTrue();
        assertThat(scheduler.isSemaphore(world.value("1 to: 3"))).isFalse();
        assertThat(scheduler.isSemaphore(world.value("3"))).isFalse();
        assertThat(scheduler.isProcess(world.newProcess(50))).isTrue();
        assertThat(scheduler.isProcess(world.value("Object"))).isFalse();
        assertThat(scheduler.isProcess(world.value("nil"))).isFalse();

        world.value("Semaphore subclass: #Gate instanceVariableNames: 'x' classVariableNames: ''"
                + " poolDictionaries: '' category: 'T'");
        assertThat(scheduler.isSemaphore(world.value("Gate new"))).isTrue();
    }
}

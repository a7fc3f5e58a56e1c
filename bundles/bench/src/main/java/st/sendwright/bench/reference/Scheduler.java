package st.sendwright.bench.reference;

/** A small operating system whose tasks pass packets to each other. */
final class Scheduler implements Reference {

    private static final class Packet {
        private final boolean isRequest;
        private final int[] letters;
        private Packet next;
        private Task owner;
        private int position;

        Packet(boolean isRequest, int count) {
            this.isRequest = isRequest;
            this.letters = new int[count];
        }
    }

    private abstract static class Task {
        private Packet queue;
        private int steps;

        boolean isReady() {
            return queue != null;
        }

        final void step() {
            steps++;
            work();
        }

        abstract void work();

        final boolean hasQueue() {
            return queue != null;
        }

        final void receive(Packet packet) {
            packet.next = null;
            queue = append(queue, packet);
        }

        final Packet takePacket() {
            Packet first = queue;
            queue = first.next;
            first.next = null;
            return first;
        }

        static Packet append(Packet queue, Packet packet) {
            if (queue == null) {
                return packet;
            }
            Packet last = queue;
            while (last.next != null) {
                last = last.next;
            }
            last.next = packet;
            return queue;
        }
    }

    private static final class Clock extends Task {
        private final Device[] devices;
        private int ticks;
        private int bits = 44_257;

        Clock(int ticks, Device[] devices) {
            this.ticks = ticks;
            this.devices = devices;
        }

        @Override
        boolean isReady() {
            return ticks > 0;
        }

        @Override
        void work() {
            ticks--;
            if ((bits & 1) == 0) {
                bits = bits / 2;
                devices[0].release();
            } else {
                bits = bits / 2 ^ 53_256;
                devices[1].release();
            }
        }
    }

    private static final class Worker extends Task {
        private final Handler[] handlers;
        private int turn;
        private int letter;
        private int done;

        Worker(Handler[] handlers) {
            this.handlers = handlers;
        }

        @Override
        void work() {
            Packet packet = takePacket();
            done++;
            for (int i = 0; i < packet.letters.length; i++) {
                letter = letter % 26 + 1;
                packet.letters[i] = letter;
            }
            packet.owner = this;
            packet.position = 0;
            turn = 1 - turn;
            handlers[turn].receive(packet);
        }
    }

    private static final class Handler extends Task {
        private final Device device;
        private Packet requests;
        private Packet free;

        Handler(Device device) {
            this.device = device;
        }

        @Override
        boolean isReady() {
            return hasQueue() || requests != null && free != null;
        }

        @Override
        void work() {
            if (hasQueue()) {
                sort(takePacket());
            }
            if (requests != null && free != null) {
                pass();
            }
        }

        private void sort(Packet packet) {
            if (packet.isRequest) {
                requests = append(requests, packet);
            } else {
                packet.next = free;
                free = packet;
            }
        }

        private void pass() {
            Packet request = requests;
            if (request.position == request.letters.length) {
                requests = request.next;
                request.owner.receive(request);
                return;
            }
            Packet letterPacket = free;
            free = letterPacket.next;
            letterPacket.letters[0] = request.letters[request.position];
            letterPacket.owner = this;
            request.position++;
            device.receive(letterPacket);
        }
    }

    private static final class Device extends Task {
        private Packet held;
        private boolean isReleased;
        private int sum;

        @Override
        boolean isReady() {
            return held == null ? hasQueue() : isReleased;
        }

        void release() {
            if (held != null) {
                isReleased = true;
            }
        }

        @Override
        void work() {
            isReleased = false;
            if (held == null) {
                held = takePacket();
                sum = (sum * 3 + held.letters[0]) % 1_000_003;
            } else {
                Packet packet = held;
                held = null;
                packet.owner.receive(packet);
            }
        }
    }

    private Task[] tasks;

    @Override
    public long run(int size) {
        Device[] devices = {new Device(), new Device()};
        Handler[] handlers = {new Handler(devices[0]), new Handler(devices[1])};
        Worker worker = new Worker(handlers);
        tasks = new Task[] {devices[0], devices[1], handlers[0], handlers[1], worker,
                new Clock(size, devices)};
        for (Handler each : handlers) {
            for (int i = 0; i < 3; i++) {
                each.receive(new Packet(false, 1));
            }
        }
        for (int i = 0; i < 3; i++) {
            worker.receive(new Packet(true, 4));
        }
        schedule();
        long sum = devices[0].sum + devices[1].sum + worker.done;
        for (Task each : tasks) {
            sum += each.steps;
        }
        return sum;
    }

    private void schedule() {
        Task task = firstReady();
        while (task != null) {
            task.step();
            task = firstReady();
        }
    }

    private Task firstReady() {
        for (Task each : tasks) {
            if (each.isReady()) {
                return each;
            }
        }
        return null;
    }
}

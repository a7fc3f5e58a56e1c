package st.sendwright.sends.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView.Shape;

/** What every inline-cache policy does. Each answer is checked by {@link ModelSend}. */
public abstract class SendPolicyContract {

    /** No send may take more room than a large method. */
    private static final int MOST_STUBS = 64;

    /** The policy under test. */
    protected abstract SendPolicy policy();

    /** How it links a send that has seen one class; never with code of the send's own. */
    protected Shape shapeAfterTheFirstClass() {
        return Shape.MONOMORPHIC;
    }

    private void assertLinkedTo(int classIndex, ModelSend send) {
        assertThat(send.shape()).isEqualTo(shapeAfterTheFirstClass()).isNotEqualTo(Shape.POLYMORPHIC);
        if (send.shape() == Shape.MONOMORPHIC) {
            assertThat(send.classes()).containsExactly(classIndex);
        }
    }

    @Test
    void hasANameThatCanBeTyped() {
        assertThat(policy().name()).matches("[a-z][a-z0-9-]*");
    }

    /** Nine of ten sends see one class only. */
    @Test
    void linksTheFirstClassWithoutCodeOfItsOwn() {
        ModelSend send = new ModelSend(policy());

        send.sendTo(10_000, 7);

        assertLinkedTo(7, send);
        assertThat(send.misses()).isEqualTo(1);
        assertThat(send.stubs()).isZero();
    }

    @Test
    void startsAnewWhenTheSendWasUnlinked() {
        ModelSend send = new ModelSend(policy());
        for (int i = 1; i < 100; i++) {
            send.sendTo(3, i);
        }

        send.unlink();
        send.sendTo(10, 7);

        assertLinkedTo(7, send);
    }

    @Test
    void answersWellWhateverComes() {
        long seed = Long.getLong("sendwright.seed", System.nanoTime());
        System.out.println("-Dsendwright.seed=" + seed);
        Random random = new Random(seed);
        for (int program = 0; program < 200; program++) {
            ModelSend send = new ModelSend(policy());
            int classes = 1 + random.nextInt(60);
            boolean isSkewed = random.nextBoolean();
            for (int i = 0; i < 5_000; i++) {
                int receiver = isSkewed ? (int) Math.abs(random.nextGaussian() * classes / 3) : random.nextInt(classes);
                send.send(1 + receiver);
                if (random.nextInt(2_000) == 0) {
                    send.unlink();
                }
                if (random.nextInt(500) == 0) {
                    send.emptyCache();
                }
            }
        }
    }

    /** What is made is in the way until code is dropped, so a send must not have code made without end. */
    @Test
    void makesNoCodeWithoutEnd() {
        ModelSend send = new ModelSend(policy());
        for (int round = 0; round < 20_000; round++) {
            send.sendTo(1, 1 + round % 50, 1 + round % 7, 1 + round % 3);
            if (round % 100 == 0) {
                send.emptyCache();
            }
        }

        assertThat(send.stubs()).isLessThanOrEqualTo(MOST_STUBS);
    }
}

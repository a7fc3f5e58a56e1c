package st.sendwright.runtime;

import java.util.concurrent.TimeUnit;

/**
 * What providers may take for work that takes time by its nature, beside what each call may take.
 *
 * @param preparationNanos to be made ready: code that Java sees for the first time is slow
 * @param collectionNanos for the first object that a memory plan looks at
 */
record Allowances(long preparationNanos, long collectionNanos) {

    static final Allowances USUAL = new Allowances(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(1));
}

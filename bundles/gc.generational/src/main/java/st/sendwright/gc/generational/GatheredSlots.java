package st.sendwright.gc.generational;

/**
 * What a scan of cards finds on a thread beside the VM's, which scans other cards meanwhile. It writes nothing but marks of
 * cards; all that has to do with objects is left for the VM thread to do afterwards.
 *
 * <p><b>Thread</b>: {@link #run} any, all else the VM thread after that has ended.
 */
final class GatheredSlots implements Runnable, CardScan.Observer {

    private final CardScan scan;
    private final OopList slots = new OopList();
    private final OopList cleanCards = new OopList();
    /** In turn a weak object or ephemeron, and the start and end of what of a card it lies on. */
    private final OopList special = new OopList();

    GatheredSlots(Spaces spaces, CardTable cards, CardShares shares) {
        scan = new CardScan(spaces, cards, shares, this);
    }

    @Override
    public void run() {
        while (scan.next()) {
            slots.addAll(scan.found(), scan.foundCount());
        }
    }

    @Override
    public void cleaned(long card) {
        cleanCards.add(card);
    }

    @Override
    public long strongSlotsOnCard(long oop, long card, long end) {
        special.add(oop);
        special.add(card);
        special.add(end);
        return 0;
    }

    /** How many cards were scanned. */
    int cardCount() {
        return cleanCards.size();
    }

    /** Tells the VM thread's own scan and its observer what was found. */
    void tell(CardScan own, CardScan.Observer observer, CardScans.Slots action) {
        for (int index = 0; index < cleanCards.size(); index++) {
            observer.cleaned(cleanCards.at(index));
        }
        for (int index = 0; index < special.size(); index += 3) {
            own.scanPart(special.at(index), special.at(index + 1), special.at(index + 2));
            action.found(own.found(), own.foundCount());
        }
        action.found(slots.elements(), slots.size());
    }
}

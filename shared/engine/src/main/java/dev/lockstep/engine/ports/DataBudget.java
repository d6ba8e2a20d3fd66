package dev.lockstep.engine.ports;

/** How much data a read may still bring. Once something did not fit, nothing more does. */
public final class DataBudget {
    private long left;
    private boolean spent;

    /**
     * @param bytes of JSON, about
     */
    public DataBudget(long bytes) {
        this.left = bytes;
    }

    /** Whether this much still fits; if so, it is taken off. */
    public boolean takes(long bytes) {
        if (spent || bytes > left) {
            spent = bytes > 0 || spent;
            return bytes == 0;
        }
        left -= bytes;
        return true;
    }

    public boolean isSpent() {
        return spent;
    }
}

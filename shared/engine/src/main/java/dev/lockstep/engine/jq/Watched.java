package dev.lockstep.engine.jq;

/** A text that counts how often a pattern reads it. */
final class Watched implements CharSequence {
    private static final int GLANCE = 4_096;

    private final String text;
    private final Meter meter;
    private final int size;
    private int reads;

    /**
     * One.
     *
     * @param size the pattern's, which is how much it may do for each character
     */
    Watched(String text, Meter meter, int size) {
        this.text = text;
        this.meter = meter;
        this.size = size;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        meter.match(size);
        if (++reads % GLANCE == 0) {
            meter.glance();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}

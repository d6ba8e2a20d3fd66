package dev.lockstep.engine.language;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/** A text that counts how often a pattern reads it. */
public final class Watched implements CharSequence {
    private static final int GLANCE = 4_096;

    private final String text;
    private final RunMeter meter;
    private final int size;
    private int reads;

    /**
     * One.
     *
     * @param size the pattern's, which is how much it may do for each character
     */
    private Watched(String text, RunMeter meter, int size) {
        this.text = text;
        this.meter = meter;
        this.size = size;
    }

    /** Matches a pattern with a text, for a run that the meter holds within its bounds. */
    public static Matcher matcher(Pattern pattern, String text, RunMeter meter) {
        meter.glance();
        return pattern.matcher(new Watched(text, meter, pattern.programSize()));
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

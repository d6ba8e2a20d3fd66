package dev.lockstep.engine.execution;

import java.math.BigInteger;
import java.time.Instant;

/** ULIDs whose parts are given: 48 bits of time in milliseconds and 80 more, in Crockford's base 32, in lower case. */
public final class Ulid {
    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

    /** 50 bits, which hold the 48 of the time. */
    private static final int TIME_CHARACTERS = 10;

    /** 80 bits. */
    private static final int REST_CHARACTERS = 16;

    private static final int REST_HEX_DIGITS = 20;

    private Ulid() {}

    /**
     * One of this time and this digest, of which it takes the first 80 bits: the same for the same.
     *
     * @param time not before 1970, where the time of ULIDs begins
     * @param digest in hexadecimal digits
     */
    public static String of(Instant time, String digest) {
        BigInteger rest = new BigInteger(digest.substring(0, REST_HEX_DIGITS), 16);
        return crockford(BigInteger.valueOf(milliseconds(time)), TIME_CHARACTERS) + crockford(rest, REST_CHARACTERS);
    }

    /** The one that sorts before all others of its millisecond. */
    public static String first(Instant time) {
        return crockford(BigInteger.valueOf(milliseconds(time)), TIME_CHARACTERS) + "0".repeat(REST_CHARACTERS);
    }

    /**
     * The time, in whole milliseconds, of an id that ends with a ULID.
     *
     * @throws IllegalArgumentException where it does not
     */
    public static Instant time(String id) {
        int from = id.length() - TIME_CHARACTERS - REST_CHARACTERS;
        if (from < 0) {
            throw new IllegalArgumentException("no ULID: " + id);
        }
        long milliseconds = 0;
        for (char digit : id.substring(from, from + TIME_CHARACTERS).toCharArray()) {
            int value = CROCKFORD.indexOf(digit);
            if (value < 0) {
                throw new IllegalArgumentException("no ULID: " + id);
            }
            milliseconds = milliseconds << 5 | value;
        }
        return Instant.ofEpochMilli(milliseconds);
    }

    private static long milliseconds(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("no id reaches back to " + time);
        }
        return time.toEpochMilli();
    }

    private static String crockford(BigInteger number, int length) {
        StringBuilder text = new StringBuilder();
        for (char digit : number.toString(32).toCharArray()) {
            text.append(CROCKFORD.charAt(Character.digit(digit, 32)));
        }
        return "0".repeat(length - text.length()) + text;
    }
}

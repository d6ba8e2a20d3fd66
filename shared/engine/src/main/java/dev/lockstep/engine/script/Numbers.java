package dev.lockstep.engine.script;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as the language writes and reads them. */
final class Numbers {
    private static final double TWO_32 = 4_294_967_296.0;

    private Numbers() {}

    static String format(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        if (number == (long) number && Math.abs(number) < 1e15) {
            return Long.toString((long) number);
        }
        return (number < 0 ? "-" : "") + decimal(shortest(Math.abs(number)));
    }

    /** The fewest digits that read back as the number. */
    private static BigDecimal shortest(double number) {
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        // Java gives two digits at least, even where one would do.
        BigDecimal fewer = digits.round(new MathContext(1));
        return digits.precision() == 2 && fewer.doubleValue() == number ? fewer.stripTrailingZeros() : digits;
    }

    private static String decimal(BigDecimal number) {
        String digits = number.unscaledValue().toString();
        int point = digits.length() - number.scale();
        if (point > 21 || point < -5) {
            return exponential(digits, point - 1);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        return point >= digits.length()
                ? digits + "0".repeat(point - digits.length())
                : digits.substring(0, point) + "." + digits.substring(point);
    }

    private static String exponential(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    /** With just so many digits after the point. */
    static String fixed(double number, int digits) {
        if (Double.isNaN(number) || Math.abs(number) >= 1e21) {
            return format(number);
        }
        String text = new BigDecimal(Math.abs(number))
                .setScale(digits, RoundingMode.HALF_UP)
                .toPlainString();
        return number < 0 ? "-" + text : text;
    }

    /** With just so many digits in all. */
    static String precise(double number, int digits) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return format(number);
        }
        String sign = number < 0 ? "-" : "";
        if (number == 0) {
            return digits == 1 ? "0" : "0." + "0".repeat(digits - 1);
        }
        BigDecimal rounded = new BigDecimal(Math.abs(number)).round(new MathContext(digits, RoundingMode.HALF_UP));
        String all = rounded.unscaledValue().toString();
        int exponent = all.length() - rounded.scale() - 1;
        String padded = all.length() < digits ? all + "0".repeat(digits - all.length()) : all.substring(0, digits);
        if (exponent < -6 || exponent >= digits) {
            return sign + exponential(padded, exponent);
        }
        if (exponent < 0) {
            return sign + "0." + "0".repeat(-exponent - 1) + padded;
        }
        String whole = padded.substring(0, exponent + 1);
        return sign + (exponent + 1 == digits ? whole : whole + "." + padded.substring(exponent + 1));
    }

    /** With another base than ten. */
    static String based(double number, int base) {
        if (base == 10 || Double.isNaN(number) || Double.isInfinite(number)) {
            return format(number);
        }
        double magnitude = Math.abs(number);
        double whole = Math.floor(magnitude);
        StringBuilder fraction = new StringBuilder();
        if (fraction(magnitude, base, fraction)) {
            whole++;
        }
        BigInteger integer = new BigDecimal(whole).toBigInteger();
        String text = integer.toString(base) + (fraction.isEmpty() ? "" : "." + fraction);
        return number < 0 ? "-" + text : text;
    }

    /** Writes as many digits as tell the number from its neighbours; tells whether they were rounded up to one. */
    private static boolean fraction(double magnitude, int base, StringBuilder digits) {
        double rest = magnitude - Math.floor(magnitude);
        double delta = Math.max(0.5 * (Math.nextUp(magnitude) - magnitude), Double.MIN_VALUE);
        while (rest >= delta) {
            rest *= base;
            delta *= base;
            int digit = (int) rest;
            digits.append(Character.forDigit(digit, base));
            rest -= digit;
            boolean up = rest > 0.5 || (rest == 0.5 && digit % 2 == 1);
            if (up && rest + delta > 1) {
                return carry(digits, base);
            }
        }
        return false;
    }

    private static boolean carry(StringBuilder digits, int base) {
        while (!digits.isEmpty()) {
            int last = digits.length() - 1;
            int digit = Character.digit(digits.charAt(last), base);
            digits.setLength(last);
            if (digit + 1 < base) {
                digits.append(Character.forDigit(digit + 1, base));
                return false;
            }
        }
        return true;
    }

    /** A number as a source holds it; not a number where it is none. */
    static double literal(String text) {
        if (text.length() > 1 && text.charAt(0) == '0' && Lexer.isDigit(text.charAt(1))) {
            return Double.NaN;
        }
        boolean separated = !text.startsWith("_") && !text.endsWith("_") && !text.contains("__");
        return parse(separated ? text.replace("_", "") : "x");
    }

    /** A text as a number; not a number where it is none. */
    static double parse(String text) {
        String trimmed = TextBuiltins.trimmed(text, true, true);
        if (trimmed.isEmpty()) {
            return 0;
        }
        if (trimmed.length() > 2 && trimmed.charAt(0) == '0') {
            switch (trimmed.charAt(1)) {
                case 'x', 'X' -> {
                    return digits(trimmed, 2, 16);
                }
                case 'o', 'O' -> {
                    return digits(trimmed, 2, 8);
                }
                case 'b', 'B' -> {
                    return digits(trimmed, 2, 2);
                }
                default -> {}
            }
        }
        return decimalEnd(trimmed) == trimmed.length() ? decimal(trimmed) : Double.NaN;
    }

    private static double digits(String text, int from, int base) {
        double value = 0;
        for (int at = from; at < text.length(); at++) {
            int digit = digit(text.charAt(at));
            if (digit >= base) {
                return Double.NaN;
            }
            value = value * base + digit;
        }
        return value;
    }

    /** What a digit counts for, 99 where it is none. */
    static int digit(char c) {
        int digit = c < 128 ? Character.digit(c, 36) : -1;
        return digit < 0 ? 99 : digit;
    }

    private static double decimal(String text) {
        if (text.endsWith("Infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }

    /** What a text begins with that is a number; not a number where it is none. */
    static double prefix(String text) {
        String trimmed = TextBuiltins.trimmed(text, true, false);
        int end = decimalEnd(trimmed);
        return end == 0 ? Double.NaN : decimal(trimmed.substring(0, end));
    }

    /** Where the number ends that a text begins with; 0 where there is none. */
    private static int decimalEnd(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (text.startsWith("Infinity", start)) {
            return start + "Infinity".length();
        }
        int end = digitsEnd(text, start);
        int digits = end - start;
        if (end < text.length() && text.charAt(end) == '.') {
            int fractionEnd = digitsEnd(text, end + 1);
            digits += fractionEnd - end - 1;
            end = digits > 0 ? fractionEnd : end;
        }
        if (digits == 0) {
            return 0;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            boolean sign = text.startsWith("-", end + 1) || text.startsWith("+", end + 1);
            int from = end + (sign ? 2 : 1);
            int exponentEnd = digitsEnd(text, from);
            end = exponentEnd > from ? exponentEnd : end;
        }
        return end;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Lexer.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The digits of a base that a text begins with; not a number where there are none. */
    static double integer(String text, int base) {
        String trimmed = TextBuiltins.trimmed(text, true, false);
        boolean negative = trimmed.startsWith("-");
        int from = negative || trimmed.startsWith("+") ? 1 : 0;
        boolean hexadecimal = trimmed.startsWith("0x", from) || trimmed.startsWith("0X", from);
        from += hexadecimal && (base == 0 || base == 16) ? 2 : 0;
        int used = base != 0 ? base : hexadecimal ? 16 : 10;
        int end = from;
        while (end < trimmed.length() && digit(trimmed.charAt(end)) < used) {
            end++;
        }
        if (used < 2 || used > 36 || end == from) {
            return Double.NaN;
        }
        String digits = trimmed.substring(from, end);
        double value = used == 10 ? Double.parseDouble(digits) : digits(digits, 0, used);
        return negative ? -value : value;
    }

    static int int32(double number) {
        if (number == (int) number) {
            return (int) number;
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return 0;
        }
        double whole = number < 0 ? Math.ceil(number) : Math.floor(number);
        return (int) (long) (whole % TWO_32);
    }

    static double power(double base, double exponent) {
        return Double.isNaN(exponent) || (Math.abs(base) == 1 && Double.isInfinite(exponent))
                ? Double.NaN
                : Math.pow(base, exponent);
    }
}

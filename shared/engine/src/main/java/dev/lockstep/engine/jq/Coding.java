package dev.lockstep.engine.jq;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Texts in other letters. */
final class Coding {
    private static final String UNRESERVED = "-_.~";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Coding() {}

    private static byte[] bytes(Run run, String text) {
        run.meter().allocate(3L * text.length());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Value.Text uri(Run run, String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte unit : bytes(run, text)) {
            char c = (char) (unit & 0xff);
            boolean plain = (c < 128 && Character.isLetterOrDigit(c)) || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
            run.meter().lengthOfText(escaped.length());
        }
        return run.text(escaped.toString());
    }

    static Value.Text base64(Run run, String text) {
        run.meter().lengthOfText(text.length());
        return run.text(Base64.getEncoder().encodeToString(bytes(run, text)));
    }

    static Value.Text fromBase64(Run run, Value.Text encoded) {
        String digits = encoded.text().replaceAll("=+$", "");
        try {
            // A single digit is less than a byte.
            if (digits.length() % 4 == 1) {
                throw new JqError(Printer.described(run, encoded) + " trailing base64 byte found");
            }
            return run.text(new String(Base64.getDecoder().decode(bytes(run, digits)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new JqError(Printer.described(run, encoded) + " is not valid base64 data");
        }
    }

    static Value.Text base32(Run run, String text) {
        byte[] bytes = bytes(run, text);
        StringBuilder encoded = new StringBuilder();
        for (int bit = 0; bit < bytes.length * 8; bit += 5) {
            int digit = 0;
            for (int i = bit; i < bit + 5; i++) {
                boolean one = i < bytes.length * 8 && (bytes[i / 8] >> (7 - i % 8) & 1) == 1;
                digit = digit * 2 + (one ? 1 : 0);
            }
            encoded.append(LETTERS.charAt(digit));
        }
        while (encoded.length() % 8 != 0) {
            encoded.append('=');
        }
        return run.text(encoded.toString());
    }

    static Value.Text fromBase32(Run run, Value.Text encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (char c : encoded.text().replaceAll("=+$", "").toCharArray()) {
            int digit = LETTERS.indexOf(c);
            if (digit < 0) {
                throw new JqError(Printer.described(run, encoded) + " is not valid base32 data");
            }
            held = (held << 5 | digit) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits & 0xff);
            }
        }
        return run.text(bytes.toString(StandardCharsets.UTF_8));
    }
}

package dev.lockstep.engine.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Sources that nobody would write.
 *
 * @param words of a language
 * @param known what somebody wrote in it
 */
public record OddSources(List<String> words, List<String> known) {
    /** Those of these words, with blanks between them, and of the sources in the table that is beside a test. */
    public static OddSources of(String words, Class<?> test) {
        try (InputStream table = Objects.requireNonNull(test.getResourceAsStream("conformance.txt"))) {
            return new OddSources(
                    List.of(words.split(" ")),
                    new String(table.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains(" ==> "))
                            .map(line -> line.substring(0, line.indexOf(" ==> ")))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some of the words, in any order. */
    public String soup(Random random) {
        StringBuilder soup = new StringBuilder();
        for (int count = random.nextInt(14); count >= 0; count--) {
            soup.append(any(words, random)).append(random.nextInt(4) == 0 ? "" : " ");
        }
        return soup.toString();
    }

    /** One of what is known, with a few changes. */
    public String mutant(Random random) {
        StringBuilder mutant = new StringBuilder(any(known, random));
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int from = random.nextInt(mutant.length() + 1);
            int to = Math.min(mutant.length(), from + random.nextInt(5));
            switch (random.nextInt(4)) {
                case 0 -> mutant.delete(from, to);
                case 1 -> mutant.insert(from, any(words, random));
                case 2 -> mutant.insert(from, any(known, random));
                default -> mutant.insert(from, mutant.substring(from, to));
            }
        }
        return mutant.toString();
    }

    private static String any(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}

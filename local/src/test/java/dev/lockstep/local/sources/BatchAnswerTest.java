package dev.lockstep.local.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchAnswerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"batchItemFailures":[]}                          | a b
            {"batchItemFailures":null}                        | a b
            {}                                                | a b
            null                                              | a b
            ''                                                | a b
            {"batchItemFailures":[{"itemIdentifier":"a"}]}    | b
            {"batchItemFailures":[{"itemIdentifier":"c"}]}    | ''
            {"batchItemFailures":[{"itemIdentifier":""}]}     | ''
            {"batchItemFailures":[{"id":"a"}]}                | ''
            nonsense                                          | ''
            """)
    void whatIsNotNamedAsFailedHasSucceeded(String answer, String succeeded) {
        Set<String> expected = Pattern.compile(" ")
                .splitAsStream(succeeded)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());

        assertThat(BatchAnswer.succeeded(answer.getBytes(StandardCharsets.UTF_8), Set.of("a", "b")))
                .isEqualTo(expected);
    }
}

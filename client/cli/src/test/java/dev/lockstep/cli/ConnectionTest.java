package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private static final URI ELSEWHERE = URI.create("https://api.example.com");

    @TempDir
    private Path folder;

    private Connection connection(Optional<URI> url, Optional<String> key, Map<String, String> variables) {
        return Connection.of(url, key, Optional.empty(), new Environment(variables, folder));
    }

    private void keepALocalKey() throws Exception {
        Files.createDirectory(folder.resolve(".lockstep"));
        Files.writeString(folder.resolve(".lockstep/admin-key"), "lk_local\n");
    }

    @Test
    void what_is_given_with_the_command_goes_before_the_environment() {
        Connection connection = connection(
                Optional.of(ELSEWHERE),
                Optional.of("lk_given"),
                Map.of("LOCKSTEP_URL", "https://b.example", "LOCKSTEP_API_KEY", "lk_b"));

        assertThat(connection.url()).isEqualTo(ELSEWHERE);
        assertThat(connection.apiKey()).contains("lk_given");
    }

    @Test
    void the_environment_goes_before_what_runs_on_this_machine() throws Exception {
        keepALocalKey();

        Connection connection = connection(
                Optional.empty(),
                Optional.empty(),
                Map.of("LOCKSTEP_URL", "https://b.example", "LOCKSTEP_API_KEY", "lk_b"));

        assertThat(connection.url()).hasToString("https://b.example");
        assertThat(connection.apiKey()).contains("lk_b");
    }

    @Test
    void with_nothing_said_it_is_the_server_of_this_machine_and_its_key() throws Exception {
        keepALocalKey();

        Connection connection = connection(Optional.empty(), Optional.empty(), Map.of("LOCKSTEP_URL", " "));

        assertThat(connection.url()).hasToString("http://127.0.0.1:3000");
        assertThat(connection.apiKey()).contains("lk_local");
        assertThat(connection.toString()).doesNotContain("lk_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com", "http://127.0.0.1.example.com", "http://localhost.example.com"})
    void the_key_of_this_machine_is_for_nobody_else(String url) throws Exception {
        keepALocalKey();

        assertThatThrownBy(() -> connection(Optional.of(URI.create(url)), Optional.empty(), Map.of()))
                .isInstanceOf(BadUsage.class)
                .hasMessageContaining("no API key for " + url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:4000", "http://127.0.0.5", "http://[::1]:3000"})
    void any_address_of_this_machine_will_do(String url) throws Exception {
        keepALocalKey();

        assertThat(connection(Optional.of(URI.create(url)), Optional.empty(), Map.of())
                        .apiKey())
                .contains("lk_local");
    }

    @Test
    void a_server_of_this_machine_may_need_no_key() {
        Connection connection = connection(Optional.empty(), Optional.empty(), Map.of());

        assertThat(connection.apiKey()).isEmpty();
        connection.open().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lk_a\nb", "lk_ü", "lk a"})
    void a_key_that_cannot_be_one_is_refused_without_being_told(String key) {
        assertThatThrownBy(() -> connection(Optional.of(ELSEWHERE), Optional.of(key), Map.of())
                        .open())
                .isInstanceOf(BadUsage.class)
                .hasMessageNotContaining("lk");
    }
}

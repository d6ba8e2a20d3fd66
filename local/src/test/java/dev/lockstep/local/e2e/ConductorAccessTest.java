package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How Conductor's SDKs get in, and what they are told of the server. */
class ConductorAccessTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api admin;

    @SuppressWarnings("NullAway.Init")
    private static Api stranger;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        admin = Api.of(stack);
        stranger = admin.withoutKey();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static JsonNode key(String role) {
        return admin.post("/api-keys", "{\"name\":\"sdk\",\"roles\":[\"" + role + "\"]}")
                .expect(201)
                .json();
    }

    private static Api.Answer asked(String secret) {
        return stranger.post("/api/token", "{\"keyId\":\"sdk\",\"keySecret\":\"" + secret + "\"}");
    }

    private static String token(String secret) {
        return asked(secret).expect(200).json().path("token").asString();
    }

    @Test
    void a_token_is_taken_where_its_key_is_in_either_header_and_with_the_roles_of_the_key() {
        String token = token(key("viewer").path("secret").asString());

        stranger.with("X-Authorization", token).get("/api/metadata/workflow").expect(200);
        stranger.with("Authorization", "Bearer " + token)
                .get("/api/metadata/workflow")
                .expect(200);
        stranger.with("Authorization", "Bearer " + token).get("/workflows").expect(200);
        assertThat(stranger.with("X-Authorization", token)
                        .post("/api/metadata/taskdefs", "[]")
                        .expect(403)
                        .json()
                        .path("status")
                        .asInt())
                .isEqualTo(403);
    }

    @Test
    void a_key_itself_is_taken_as_a_token() {
        String secret = key("viewer").path("secret").asString();

        stranger.with("X-Authorization", secret).get("/api/metadata/workflow").expect(200);
    }

    @Test
    void a_revoked_key_brings_no_token_and_its_tokens_end() {
        JsonNode key = key("viewer");
        String token = token(key.path("secret").asString());

        admin.delete("/api-keys/" + key.path("id").asString()).expect(204);

        stranger.with("X-Authorization", token).get("/api/metadata/workflow").expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lk_wrong", "lt_wrong"})
    void a_wrong_secret_is_told_as_conductor_tells_it(String secret) {
        JsonNode refused = asked(secret).expect(401).json();

        assertThat(refused.path("status").asInt()).isEqualTo(401);
        assertThat(refused.path("message").asString()).isNotBlank();
        assertThat(refused.path("error").asString()).isEqualTo("INVALID_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"keySecret\":7}", "{\"keySecret\":{}}", "null", "{", "\"a\""})
    void a_body_without_a_secret_is_refused(String body) {
        assertThat(stranger.post("/api/token", body)
                        .expect(400)
                        .json()
                        .path("message")
                        .asString())
                .isNotBlank();
    }

    @Test
    void a_token_is_asked_for_anew_where_it_is_none_of_ours() {
        JsonNode refused = stranger.with("X-Authorization", "eyJhbGciOiJIUzI1NiJ9.e30.x")
                .get("/api/metadata/workflow")
                .expect(401)
                .json();

        assertThat(refused.path("error").asString()).isEqualTo("INVALID_TOKEN");
    }

    @Test
    void whoever_has_a_token_is_told_who_that_is() {
        JsonNode key = key("worker");
        JsonNode user = stranger.with(
                        "X-Authorization", token(key.path("secret").asString()))
                .get("/api/token/userInfo")
                .expect(200)
                .json();

        assertThat(user.path("id")).isEqualTo(key.path("id"));
        assertThat(user.path("roles").path(0).path("name").asString()).isEqualTo("worker");
        stranger.get("/api/token/userInfo").expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/health"})
    void health_is_told_as_harnesses_of_conductor_read_it(String path) {
        JsonNode health = stranger.get(path).expect(200).json();

        assertThat(health.path("healthy").asBoolean(false)).isTrue();
        assertThat(health.path("healthResults").isArray()).isTrue();
        assertThat(health.path("suppressedHealthResults").isArray()).isTrue();
        assertThat(health.path("status").asString()).isEqualTo("ok");
    }

    @Test
    void the_version_is_a_plain_text() {
        Api.Answer version = stranger.get("/api/version").expect(200);

        assertThat(version.header("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(version.text()).isEqualTo("0.1.0");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/nothing/here, 404", "POST, /api/human/tasks/search, 404", "DELETE, /api/definitions, 405"})
    void what_there_is_not_is_told_so_that_an_sdk_reads_it(String method, String path, int status) {
        Api.Answer answer = admin.call(method, path, Optional.empty()).expect(status);

        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("message").asString()).isNotBlank();
        assertThat(answer.json().path("detail")).isEqualTo(answer.json().path("message"));
    }
}

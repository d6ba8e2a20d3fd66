package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapters.UlidIds;
import dev.lockstep.adapters.dynamodb.DynamoApiKeyStore;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.usecases.ApiKeys;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KeysTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api admin;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        admin = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static Api keyOf(String role) {
        return admin.withKey(admin.post("/api-keys", "{\"name\":\"test\",\"roles\":[\"" + role + "\"]}")
                .expect(201)
                .json()
                .path("secret")
                .asString());
    }

    @Test
    void a_new_key_shows_its_secret_once() {
        JsonNode created = admin.post("/api-keys", "{\"name\":\"ci\",\"roles\":[\"developer\",\"night-shift\"]}")
                .expect(201)
                .json();
        JsonNode listed =
                admin.get("/api-keys").expect(200).json().path("api_keys").get(0);

        assertThat(created.path("secret").asString()).matches("lk_[A-Za-z0-9_-]{43}");
        assertThat(listed.path("id")).isEqualTo(created.path("id"));
        assertThat(listed.propertyNames()).containsExactly("id", "name", "roles", "created_at");
    }

    @ParameterizedTest(name = "{0}: read {1}, define {2}, start {3}, control {4}, keys {5}")
    @CsvSource({
        "admin,     200, 201, 202, 409, 200",
        "developer, 200, 201, 202, 409, 403",
        "operator,  200, 403, 202, 409, 403",
        "viewer,    200, 403, 403, 403, 403",
        "worker,    403, 403, 403, 403, 403",
        "manager,   403, 403, 403, 403, 403",
    })
    void a_role_allows_what_it_is_for(String role, int read, int define, int start, int control, int keys) {
        String workflow = admin.register(Api.DUMMY);
        String execution = admin.execute(workflow, "{}");
        admin.ended(workflow, execution);
        Api api = keyOf(role);

        api.get("/workflows").expect(read);
        api.post("/workflows", Api.DUMMY).expect(define);
        api.post("/workflows/" + workflow + "/execute", "{}").expect(start);
        api.post("/workflows/" + workflow + "/executions/" + execution + "/cancel", "{}")
                .expect(control);
        api.get("/api-keys").expect(keys);
    }

    @Test
    void an_expired_key_is_refused() {
        admin.post("/api-keys", "{\"name\":\"x\",\"roles\":[\"viewer\"],\"expires_at\":\"2020-01-01T00:00:00Z\"}")
                .expect(400);
        JsonNode key = admin.post(
                        "/api-keys", "{\"name\":\"x\",\"roles\":[\"viewer\"],\"expires_at\":\"2999-01-01T00:00:00Z\"}")
                .expect(201)
                .json();

        assertThat(key.path("expires_at").asString()).isEqualTo("2999-01-01T00:00:00.000Z");
        admin.withKey(key.path("secret").asString()).get("/workflows").expect(200);
    }

    @Test
    void a_revoked_key_that_no_function_has_seen_is_refused_at_once() {
        JsonNode key = admin.post("/api-keys", "{\"name\":\"x\",\"roles\":[\"viewer\"]}")
                .json();

        admin.delete("/api-keys/" + key.path("id").asString()).expect(204);

        admin.withKey(key.path("secret").asString()).get("/workflows").expect(401);
        admin.delete("/api-keys/" + key.path("id").asString()).expect(404);
    }

    @Test
    void nothing_of_another_workspace_is_visible() {
        String workflow = admin.register(Api.DUMMY);
        String execution = admin.execute(workflow, "{}");
        String path = "/workflows/" + workflow;
        Api stranger = admin.withKey(adminKeyOf(new Workspace("elsewhere")));

        stranger.get(path).expect(404);
        stranger.put(path, Api.DUMMY).expect(404);
        stranger.delete(path).expect(404);
        stranger.post(path + "/execute", "{}").expect(404);
        stranger.get(path + "/executions").expect(404);
        stranger.get(path + "/executions/" + execution).expect(404);
        stranger.post(path + "/executions/" + execution + "/cancel", "{}").expect(404);
        assertThat(stranger.get("/workflows").json().path("workflows").size()).isZero();
        assertThat(stranger.get("/api-keys").json().path("api_keys").size()).isEqualTo(1);
        assertThat(admin.ended(workflow, execution).path("status").asString()).isEqualTo("COMPLETED");
    }

    /** No call makes a key for another workspace, so this one is put into the store. */
    private static String adminKeyOf(Workspace workspace) {
        ApiKeys keys = new ApiKeys(
                new DynamoApiKeyStore(stack.dynamoDb(), stack.tableName("Table")),
                new UlidIds(),
                InstantSource.system());
        return keys.create(
                        new Caller(workspace, "key-test", Set.of("admin")), "test", Set.of("admin"), Optional.empty())
                .secret();
    }
}

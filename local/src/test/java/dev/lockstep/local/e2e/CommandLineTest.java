package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.cli.Main;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command line against all of it. */
class CommandLineTest {
    private static final String SLOW =
            "{\"name\":\"Slow\",\"steps\":[{\"type\":\"Wait\",\"seconds\":600},{\"type\":\"Echo\"}]}";
    private static final String NOBODY = "ex-00000000000000000000000000";

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /** What a command came to. */
    private record Outcome(int code, String out, String err) {
        Outcome expect(int wanted) {
            assertThat(code).as(out + err).isEqualTo(wanted);
            return this;
        }

        JsonNode json() {
            return Json.read(out);
        }

        /** The first word that begins so. */
        String id(String prefix) {
            return Stream.of(out.split("\\s+"))
                    .filter(word -> word.startsWith(prefix))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + prefix + "… in " + out + err));
        }
    }

    private static Outcome run(String... command) {
        return as(stack.adminKey().text(), command);
    }

    private static Outcome as(String key, String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] toStack = {"--url", stack.url().toString(), "--api-key", key};
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(command, toStack).flatMap(Stream::of).toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private static String example(String name) {
        return Project.file("docs/examples/" + name).toString();
    }

    @Test
    void a_workflow_is_registered_changed_listed_shown_run_and_deleted() {
        String workflow =
                run("workflows", "put", example("dummy.json")).expect(0).id("wf-");
        run("workflows", "put", "--id", workflow, example("dummy.json")).expect(0);

        assertThat(run("workflows", "list", "--all").expect(0).out()).contains(workflow, "Dummy Workflow");
        assertThat(run("workflows", "show", workflow).expect(0).out()).contains("version   2", "TextOperation.Reverse");
        assertThat(run("workflows", "show", workflow, "--version", "1", "--json")
                        .expect(0)
                        .json())
                .isEqualTo(api.get("/workflows/" + workflow + "?version=1").json());
        assertThat(run("workflows", "versions", workflow).expect(0).out()).isEqualTo("2\n1\n");

        Outcome waited = run("run", workflow, "--wait").expect(0);
        assertThat(waited.json()).isEqualTo(Json.read("{\"text\":\"!dlrow ,olleH\"}"));
        assertThat(waited.err()).contains("step_2 (TextOperation.Reverse)", "COMPLETED  ex-");

        run("workflows", "delete", workflow).expect(0);
        assertThat(run("run", workflow).expect(1).err()).contains("no such workflow there", "404 Not Found");
    }

    private static String definitions(String name) {
        return Project.file("local/src/test/resources/conductor-import/" + name).toString();
    }

    @Test
    void definitions_of_conductor_are_imported_from_a_folder_and_run() {
        Outcome imported = run("import", example("conductor"), "--json").expect(0);

        assertThat(imported.json().path("definitions"))
                .extracting(definition -> definition.path("kind").asString() + " "
                        + definition.path("name").asString() + " "
                        + definition.path("result").asString())
                .containsExactly(
                        "task charge_card registered",
                        "task reserve_stock registered",
                        "task print_label registered",
                        "workflow ship_order registered",
                        "workflow order_fulfilment registered");
        assertThat(imported.json().path("definitions").get(3).path("remarks"))
                .isEqualTo(Json.read("[{\"path\":\"workflowStatusListenerEnabled\",\"message\":"
                        + "\"is kept, and has no effect\"}]"));
        ConductorCalls conductor = ConductorCalls.of(api);
        String id = conductor.start(
                "order_fulfilment",
                "{\"orderId\":\"o-17\",\"country\":\"DE\",\"card\":\"4242\","
                        + "\"lines\":[{\"price\":2.5,\"quantity\":10},{\"price\":9,\"quantity\":1}]}");
        JsonNode charge = conductor.take("charge_card");
        assertThat(charge.path("inputData").path("amount").asInt()).isEqualTo(34);
        conductor.complete(charge, "{\"receipt\":\"r-1\"}");
        conductor.complete(conductor.take("reserve_stock"), "{\"shelf\":7}");
        JsonNode label = conductor.take("print_label");
        assertThat(label.path("inputData"))
                .isEqualTo(Json.read("{\"text\":\"order o-17 from shelf 7\",\"carrier\":\"post\"}"));
        conductor.complete(label, "{\"parcel\":\"p-9\"}");
        assertThat(conductor.await(id, "COMPLETED").path("output"))
                .isEqualTo(Json.read("{\"total\":34,\"receipt\":\"r-1\",\"parcel\":\"p-9\"}"));
    }

    @Test
    void an_export_is_imported_as_often_as_one_likes() {
        for (int i = 0; i < 2; i++) {
            assertThat(run("import", definitions("export.json")).expect(0).out())
                    .containsSubsequence(
                            "registered  task encode  ",
                            "inputSchema: is kept",
                            "registered  workflow encode_episode 1  ",
                            "tasks[0].cacheConfig: is kept",
                            "tasks[0].taskDefinition.isolationGroupId: is kept",
                            "registered  workflow encode_season 3  ",
                            "cacheConfig: is kept",
                            "registered  event handler season_uploaded  ",
                            "4 registered, 0 refused");
        }
        api.get("/api/metadata/workflow/encode_season?version=3").expect(200);
        api.get("/api/metadata/taskdefs/encode").expect(200);
        assertThat(api.get("/api/event/conductor:uploads:season").expect(200).json())
                .hasSize(1);
    }

    @Test
    void what_is_not_supported_is_told_with_every_fault_and_its_path_and_the_rest_is_imported() {
        Outcome imported = run("import", definitions("broken")).expect(1);

        assertThat(imported.out())
                .containsSubsequence(
                        "refused     task look  ",
                        "timeoutPolicy: must be one of",
                        "retryCount: must be a whole number",
                        "registered  task render  ",
                        "refused     workflow publish_report 2  ",
                        "1 registered, 2 refused")
                .contains(
                        "tasks[0].inputParameters.pages: ${layout.output.pages}",
                        "tasks[1].type: tasks of type KAFKA_PUBLISH",
                        "tasks[2].loopCondition: is required");
        assertThat(imported.err()).contains("package.json: holds no definition");
        api.get("/api/metadata/workflow/publish_report").expect(404);
    }

    @Test
    void a_dry_run_registers_nothing() throws Exception {
        Path file = Files.writeString(
                temporary.resolve("dry.json"),
                "[" + ConductorCalls.definition("dry", ConductorCalls.simple("dry_a"), "")
                        + ",{\"name\":\"dry_a\",\"retryCount\":1},{\"name\":\"dry_b\",\"event\":\"conductor:dry\","
                        + "\"actions\":[{\"action\":\"start_workflow\",\"start_workflow\":{\"name\":\"dry\"}}]}]");

        assertThat(run("import", "--dry-run", file.toString()).expect(0).out())
                .contains("supported   task dry_a", "supported   workflow dry 1", "3 would be registered, 0 refused");

        api.get("/api/metadata/workflow/dry").expect(404);
        api.get("/api/metadata/taskdefs/dry_a").expect(404);
        assertThat(api.get("/api/event/conductor:dry").expect(200).json()).isEmpty();
    }

    @Test
    void a_start_is_made_once_for_an_idempotency_key() throws Exception {
        String workflow = api.register(Api.DUMMY);
        Path input = Files.writeString(temporary.resolve("input.json"), "{\"a\": 1}");
        String[] start = {
            "run",
            workflow,
            "--input",
            "@" + input,
            "--correlation-id",
            "order-17",
            "--idempotency-key",
            "cli-17",
            "--json"
        };

        JsonNode started = run(start).expect(0).json();

        assertThat(run(start).expect(0).json()).isEqualTo(started);
        JsonNode execution = api.ended(workflow, started.path("execution_id").asString());
        assertThat(execution.path("input")).isEqualTo(Json.read("{\"a\":1}"));
        assertThat(execution.path("correlation_id").asString()).isEqualTo("order-17");
    }

    @Test
    void runs_are_listed_by_status_and_by_workflow_shown_and_their_history_told() {
        String workflow = api.register(Api.DUMMY);
        String run = run("run", workflow, "--wait", "--json")
                .expect(0)
                .json()
                .path("execution_id")
                .asString();

        assertThat(run("runs", "list", "--workflow", workflow).expect(0).out()).contains(run);
        assertThat(run("runs", "list", "--workflow", workflow, "--status", "executing")
                        .expect(0)
                        .out())
                .isEmpty();
        assertThat(run("runs", "list", "--status", "COMPLETED", "--all")
                        .expect(0)
                        .out())
                .contains(run, workflow);
        assertThat(run("runs", "show", run, "--json").expect(0).json())
                .isEqualTo(api.get("/runs/" + run).json());
        assertThat(run("runs", "show", run).expect(0).out()).contains("status    COMPLETED", "step_3", "!dlrow ,olleH");
        assertThat(run("runs", "history", run, "--all").expect(0).out())
                .contains("execution.started", "step_2", "execution.completed");
        assertThat(run("runs", "show", NOBODY).expect(1).err()).startsWith("lockstep: 404 Not Found");
    }

    @Test
    void a_run_is_watched_while_others_move_it() throws Exception {
        String run = run("run", api.register(SLOW)).expect(0).id("ex-");
        CompletableFuture<Outcome> watching = CompletableFuture.supplyAsync(() -> run("watch", run, "--timeout", "60"));
        CompletableFuture<Outcome> asJson =
                CompletableFuture.supplyAsync(() -> run("watch", run, "--timeout", "60", "--json"));

        assertThat(run("pause", run, "--reason", "look into it").expect(0).out())
                .isEqualTo(run + "  PAUSED\n");
        assertThat(run("runs", "show", run).expect(0).out()).contains("PAUSED", "look into it");
        run("resume", run).expect(0);
        Awaitility.await()
                .until(() -> run("skip", run, "step_1", "--reason", "too slow").code() == 0);

        assertThat(watching.get(30, TimeUnit.SECONDS).expect(0).out())
                .contains("step_2 (Echo)")
                .endsWith("COMPLETED  " + run + "\n");
        List<String> lines =
                asJson.get(30, TimeUnit.SECONDS).expect(0).out().lines().toList();
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(Json.read(line).path("id").asString()).isEqualTo(run));
        assertThat(Json.read(lines.getLast())).isEqualTo(api.get("/runs/" + run).json());
    }

    @Test
    void what_does_not_complete_is_told_by_the_exit_code() {
        String workflow = api.register(SLOW);
        String run = run("run", workflow).expect(0).id("ex-");

        assertThat(run("watch", run, "--timeout", "0").expect(1).err()).contains("did not end in time; it goes on");
        assertThat(run("run", workflow, "--wait", "--timeout", "0").expect(1).err())
                .contains("it goes on");
        assertThat(run("cancel", run, NOBODY, "--reason", "enough").expect(1))
                .satisfies(outcome -> assertThat(outcome.out()).isEqualTo(run + "  CANCELED\n"))
                .satisfies(outcome -> assertThat(outcome.err()).contains("404 Not Found"));
        assertThat(run("watch", run, "--timeout", "60").expect(1).out()).contains("CANCELED");
        run("watch", NOBODY).expect(1);
        assertThat(run("retry", run).expect(0).out()).isEqualTo(run + "  RUNNING\n");
    }

    @Test
    void a_step_is_run_anew_with_another_input() {
        String run = run("run", api.register(Api.DUMMY), "--wait", "--json")
                .expect(0)
                .json()
                .path("execution_id")
                .asString();

        assertThat(run("rerun", run, "--from", "step_2", "--input", "{\"text\": \"again\"}")
                        .expect(0)
                        .out())
                .startsWith(run);
        run("watch", run, "--timeout", "60").expect(0);
        assertThat(run("runs", "show", run).expect(0).out()).contains("niaga");
    }

    @Test
    void a_state_machine_is_registered_as_it_is_written_and_moved() throws Exception {
        run("workflows", "put", example("leave-request.yaml")).expect(0);

        assertThat(run("workflows", "show", "leave-request").expect(0).out())
                .isEqualTo(Files.readString(Path.of(example("leave-request.yaml"))));
        assertThat(run("workflows", "list", "--machines").expect(0).out()).contains("leave-request");
        assertThat(run("workflows", "versions", "leave-request").expect(0).out())
                .contains("v1");

        String run = run("run", "leave-request", "--input", "{\"days\": 3}")
                .expect(0)
                .id("ex-");
        assertThat(run("runs", "show", run).expect(0).out()).contains("transitions  submit", "draft");
        assertThat(run("transition", run, "submit").expect(0).out()).contains("manager_check, hr_check", "hr_approve");
        String manager =
                run("keys", "create", "Ada", "--role", "manager").expect(0).id("lk_");
        assertThat(as(manager, "transition", run, "hr_approve").expect(1).err())
                .contains("403 Forbidden", "hr")
                .doesNotContain("lk_");
        as(manager, "transition", run, "manager_approve", "--input", "{\"comment\": \"enjoy\"}")
                .expect(0);
        run("transition", run, "hr_approve").expect(0);
        run("watch", run, "--timeout", "60").expect(0);
    }

    @Test
    void a_definition_that_is_not_right_is_refused_with_every_fault() throws Exception {
        Path bad = Files.writeString(temporary.resolve("bad.yaml"), "nam: x\nsteps: [{type: Ecko}]\n");

        assertThat(run("workflows", "put", bad.toString()).expect(1).err())
                .contains("400 Bad Request", "  name: is required", "  steps[0].type: ");
        Files.writeString(bad, "name: [");
        assertThat(run("workflows", "put", bad.toString()).expect(2).err()).contains("bad.yaml:1:");
    }

    @Test
    void keys_are_made_listed_and_revoked() {
        JsonNode key = run("keys", "create", "ci", "--role", "viewer", "--json")
                .expect(0)
                .json();
        String id = key.path("id").asString();

        assertThat(as(key.path("secret").asString(), "workflows", "list")
                        .expect(0)
                        .err())
                .doesNotContain("lockstep:");
        assertThat(run("keys", "list", "--all").expect(0).out()).contains(id, "viewer");
        assertThat(run("keys", "revoke", id).expect(0).out()).isEqualTo(id + " revoked\n");
        assertThat(as("lk_wrong", "keys", "list").expect(1).err())
                .contains("401 Unauthorized")
                .doesNotContain("lk_");
    }

    @Test
    void webhooks_are_subscribed_to_and_what_was_delivered_is_sent_again() {
        try (Receiver receiver = new Receiver()) {
            String workflow = api.register(Api.DUMMY);
            String id = run(
                            "webhooks",
                            "create",
                            receiver.url(),
                            "--event",
                            "execution.completed",
                            "--workflow",
                            workflow)
                    .expect(0)
                    .id("sub-");
            assertThat(run("webhooks", "list").expect(0).out()).contains(id, "execution.completed");
            assertThat(run("webhooks", "show", id).expect(0).out()).contains("ENABLED");
            assertThat(run("webhooks", "rotate", id, "--overlap", "60")
                            .expect(0)
                            .id("whsec_"))
                    .isNotBlank();
            assertThat(run("webhooks", "secret").expect(0).out()).contains("whsec_");
            run("webhooks", "rotate").expect(0);
            run("webhooks", "enable", id).expect(0);

            String run = run("run", workflow, "--wait", "--json")
                    .expect(0)
                    .json()
                    .path("execution_id")
                    .asString();
            Awaitility.await()
                    .until(() -> run("webhooks", "deliveries", run).out().contains("DELIVERED"));
            String delivery = run("webhooks", "deliveries", run, "--json")
                    .json()
                    .path("deliveries")
                    .path(0)
                    .path("webhook_id")
                    .asString();
            assertThat(run("webhooks", "redeliver", run, delivery).expect(0).out())
                    .contains(delivery);
            assertThat(run("webhooks", "redeliver", run).expect(0).out()).contains(delivery);
            assertThat(run("webhooks", "redeliver", run, "--failed").expect(0).out())
                    .isEmpty();

            assertThat(run("webhooks", "delete", id).expect(0).out()).isEqualTo(id + " deleted\n");
        }
    }

    @Test
    void schedules_are_made_changed_paused_and_backfilled() {
        String workflow = api.register(Api.DUMMY);
        String id = run(
                        "schedules",
                        "create",
                        workflow,
                        "0 6 * * MON-FRI",
                        "--timezone",
                        "Europe/Berlin",
                        "--name",
                        "early",
                        "--paused")
                .expect(0)
                .id("sch-");

        assertThat(run("schedules", "list", "--all").expect(0).out()).contains(id, "Europe/Berlin", "early");
        run("schedules", "replace", "--id", id, workflow, "@daily", "--overlap", "allow")
                .expect(0);
        assertThat(run("schedules", "show", id).expect(0).out()).contains("@daily", "PAUSED", "allow");
        run("schedules", "resume", id).expect(0);
        assertThat(run("schedules", "pause", id, "--reason", "holidays")
                        .expect(0)
                        .out())
                .isEqualTo(id + " paused\n");
        assertThat(run("schedules", "backfill", id, "--from", "2026-03-02T00:00:00Z", "--to", "2026-03-04T00:00:00Z")
                        .expect(0)
                        .out())
                .contains("due times  2");
        run("schedules", "delete", id).expect(0);
        run("schedules", "show", id).expect(1);
    }

    @Test
    void the_environment_and_the_folder_tell_the_server_and_the_key_to_a_process_of_its_own() throws Exception {
        String workflow = api.register(Api.DUMMY);
        Path folder = Files.createDirectories(temporary.resolve(".lockstep"));
        Files.writeString(folder.resolve("admin-key"), stack.adminKey().text() + "\n");

        Outcome listed = process("workflows", "show", workflow, "--json").expect(0);

        assertThat(listed.json()).isEqualTo(api.get("/workflows/" + workflow).json());
        assertThat(process("run", workflow, "--wait").expect(0).out()).contains("!dlrow ,olleH");
        Files.delete(folder.resolve("admin-key"));
        assertThat(process("runs", "list").expect(2).err()).contains("no API key for " + stack.url());
        assertThat(process("rums", "list").expect(2).err()).contains("runs");
    }

    private Outcome process(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lockstep.local.cli.Main"));
        whole.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(whole).directory(temporary.toFile());
        builder.environment().put("LOCKSTEP_URL", stack.url().toString());
        builder.environment().remove("LOCKSTEP_API_KEY");
        return outcome(builder);
    }

    private Outcome outcome(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = temporary.resolve("err.txt");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, Files.readString(err));
    }

    @Test
    void bash_completes_commands_and_options() throws Exception {
        StringWriter script = new StringWriter();
        Main.commandLine().setOut(new PrintWriter(script, true)).execute("completion", "bash");
        Path file = Files.writeString(temporary.resolve("completion.sh"), script.toString());
        assumeThat(Path.of("/bin/bash")).exists();

        assertThat(completed(file, "lockstep", "we")).containsExactly("webhooks");
        assertThat(completed(file, "lockstep", "schedules", "ba")).containsExactly("backfill");
        assertThat(completed(file, "lockstep", "runs", "list", "--stat")).containsExactly("--status");
        assertThat(completed(file, "lockstep", "runs", "list", "--status", "CO"))
                .containsExactly("COMPLETED");
        assertThat(completed(file, "lockstep", "rehe")).isEmpty();
    }

    /** What bash offers for the last word, by the function that it was told to ask. */
    private List<String> completed(Path script, String... words) throws IOException, InterruptedException {
        String asking =
                "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_LINE=\"$*\"; COMP_POINT=${#COMP_LINE};"
                        + " $(complete -p lockstep | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' \"${COMPREPLY[@]}\"";
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", asking, script.toString()));
        command.addAll(List.of(words));
        Outcome outcome = outcome(new ProcessBuilder(command)).expect(0);
        return outcome.out()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}

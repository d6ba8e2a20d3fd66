package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What commands ask of a server, and what they say of its answers. */
class CommandsTest {
    private static final String WORKFLOW = "wf-01m80cec267hzztfyk2tpjq1ev";
    private static final String RUN = "ex-01m80cec92cvvj68jtjpms6t9b";
    private static final String STANDS = "{\"id\":\"" + RUN + "\",\"definitionId\":\"" + WORKFLOW + "\"}";
    private static final String EXECUTION = "/workflows/" + WORKFLOW + "/executions/" + RUN;

    private final StubServer server = new StubServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path temporary;

    @AfterEach
    void stop() {
        server.close();
    }

    @Command(name = "lockstep")
    private static final class Program {}

    private int run(String... command) {
        String[] whole = Stream.of(command, new String[] {"--url", server.url(), "--api-key", "lk_secret"})
                .flatMap(Stream::of)
                .toArray(String[]::new);
        return ClientCommands.addTo(new CommandLine(new Program()), command[0])
                .setParameterExceptionHandler(Faults::explainUsage)
                .setExecutionExceptionHandler(
                        (fault, line, parsed) -> Faults.explain(fault, line).orElseThrow(() -> fault))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(whole);
    }

    @Test
    void a_list_is_a_table_and_there_may_be_more_of_it() {
        server.on(
                "GET /workflows?limit=1",
                200,
                "{\"workflows\":[{\"workflow_id\":\"wf-1\",\"name\":\"A\\u001b[2J\",\"version\":2,"
                        + "\"created_at\":\"2026-11-22T01:03:03.750Z\"}],\"next_cursor\":\"abc\"}");

        assertThat(run("workflows", "list", "--limit", "1")).isZero();

        assertThat(out).hasToString("""
                WORKFLOW  VERSION  CREATED                   NAME
                wf-1      2        2026-11-22T01:03:03.750Z  A [2J
                """);
        assertThat(err).hasToString("There is more: --all, or --cursor abc\n");
    }

    @Test
    void all_of_a_list_is_read_page_by_page_and_shown_as_one() {
        server.on("GET /runs?status=FAILED&limit=100", 200, page(1, 60, "c1"))
                .on("GET /runs?status=FAILED&limit=100&cursor=c1", 200, page(61, 60, "c2"))
                .on("GET /runs?status=FAILED&limit=100&cursor=c2", 200, page(61, 120, ""));

        assertThat(run("runs", "list", "--status", "FAILED", "--all")).isZero();

        assertThat(out.toString().lines()).hasSize(1 + 120);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_page_that_was_sifted_empty_is_not_the_end_and_no_more_is_asked_for_than_wanted() {
        server.on("GET /runs?limit=3", 200, page(1, 2, "c1"))
                .on("GET /runs?limit=1&cursor=c1", 200, "{\"runs\":[],\"next_cursor\":\"c2\"}")
                .on("GET /runs?limit=1&cursor=c2", 200, page(3, 3, "c3"));

        assertThat(run("runs", "list", "--limit", "3", "--json")).isZero();

        assertThat(out.toString().lines().filter(line -> line.contains("\"id\"")))
                .hasSize(3);
        assertThat(out.toString()).contains("\"next_cursor\" : \"c3\"");
    }

    private static String page(int from, int to, String next) {
        String runs = IntStream.rangeClosed(from, to)
                .mapToObj(i -> "{\"id\":\"ex-" + i + "\"}")
                .reduce((one, other) -> one + "," + other)
                .orElse("");
        return "{\"runs\":[" + runs + "]" + (next.isEmpty() ? "" : ",\"next_cursor\":\"" + next + "\"") + "}";
    }

    @Test
    void json_is_what_the_server_gave_to_the_last_digit() {
        server.on("GET /schedules/sch-1", 200, "{\"b\":1.10,\"a\":12345678901234567890.12345678901234567890}");

        assertThat(run("schedules", "show", "sch-1", "--json")).isZero();

        assertThat(out).hasToString("""
                {
                  "b" : 1.10,
                  "a" : 12345678901234567890.12345678901234567890
                }
                """);
    }

    @Test
    void a_refusal_is_told_with_each_fault_and_where_it_is() throws Exception {
        server.on(
                "POST /api/definitions",
                400,
                "{\"title\":\"Bad Request\",\"detail\":\"not valid\",\"errors\":"
                        + "[{\"path\":\"states.a\",\"message\":\"is not reached\",\"line\":4},{\"path\":\"\",\"message\":\"odd\"}]}");
        Path machine = Files.writeString(temporary.resolve("m.yaml"), "workflow: {id: m} # mine\n");

        assertThat(run("workflows", "put", machine.toString())).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("""
                lockstep: 400 Bad Request: not valid
                  states.a (line 4): is not reached
                  odd
                """);
        assertThat(server.requests().getFirst().body()).isEqualTo("workflow: {id: m} # mine\n");
        assertThat(server.requests().getFirst().contentType()).contains("application/yaml");
    }

    @Test
    void what_concerns_more_than_one_definition_ends_an_import() throws Exception {
        server.on("POST /api/metadata/taskdefs/validate?remarks=true", 200, "{\"remarks\":[]}")
                .on("POST /api/metadata/taskdefs", 403, "{\"status\":403,\"message\":\"not you\"}");
        Path file = Files.writeString(temporary.resolve("t.json"), "[{\"name\":\"a\"},{\"name\":\"b\"}]");

        assertThat(run("import", file.toString())).isEqualTo(1);

        assertThat(err).hasToString("lockstep: 403: not you\n");
        assertThat(server.requests())
                .extracting(StubServer.Request::body)
                .containsExactly("{\"name\":\"a\"}", "[{\"name\":\"a\"}]");
    }

    @Test
    void an_event_handler_that_is_there_is_written_over() throws Exception {
        server.on("POST /api/event/validate?remarks=true", 200, "{\"remarks\":[]}")
                .on("POST /api/event", 409, "{\"status\":409,\"message\":\"there\"}")
                .on("PUT /api/event", 200, "");
        Path file = Files.writeString(
                temporary.resolve("h.json"), "{\"name\":\"h\\u001b\",\"event\":\"e\",\"actions\":[]}");

        assertThat(run("import", file.toString())).isZero();

        assertThat(out.toString()).startsWith("registered  event handler h   ").doesNotContain("\u001b");
    }

    @Test
    void a_pipeline_in_yaml_is_sent_as_json_and_as_the_next_version_where_an_id_is_given() throws Exception {
        server.on("PUT /workflows/" + WORKFLOW, 200, "{\"workflow_id\":\"" + WORKFLOW + "\",\"version\":2}");
        Path pipeline = Files.writeString(temporary.resolve("p.yaml"), "name: P\nsteps: [{type: Echo}]\n");

        assertThat(run("workflows", "put", "--id", WORKFLOW, pipeline.toString()))
                .isZero();

        assertThat(server.requests().getFirst().body()).isEqualTo("{\"name\":\"P\",\"steps\":[{\"type\":\"Echo\"}]}");
        assertThat(out).hasToString("workflow  " + WORKFLOW + "\nversion   2\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            cancel RUN --reason late            | /cancel | {'reason':'late'}
            pause RUN                           | /pause  | {}
            resume RUN                          | /resume | {}
            retry RUN                           | /retry  | {}
            rerun RUN --from b --input {'a':1}  | /rerun  | {'from':'b','input':{'a':1}}
            rerun RUN --from b --iteration 0.2  | /rerun  | {'from':'b','iteration':'0.2'}
            rerun RUN --on-version 2            | /rerun  | {'version':2}
            skip RUN b --reason odd             | /skip   | {'step':'b','reason':'odd'}
            """)
    void a_move_is_made_below_the_run_s_workflow_under_an_idempotency_key(String command, String path, String body) {
        server.on("GET /api/executions/" + RUN, 200, STANDS)
                .on("POST " + EXECUTION + path, 200, "{\"execution_id\":\"" + RUN + "\",\"status\":\"RUNNING\"}");

        assertThat(run(command.replace("RUN", RUN).replace('\'', '"').split(" ")))
                .isZero();

        StubServer.Request sent = server.requests().getLast();
        assertThat(sent.body()).isEqualTo(body.replace('\'', '"'));
        assertThat(sent.idempotencyKey()).isPresent();
        assertThat(out).hasToString(RUN + "  RUNNING\n");
    }

    @Test
    void of_several_each_is_done_whatever_becomes_of_the_others() {
        server.on("DELETE /api-keys/key-2", 204, "");

        assertThat(run("keys", "revoke", "key-1", "key-2")).isEqualTo(1);

        assertThat(out).hasToString("key-2 revoked\n");
        assertThat(err).hasToString("lockstep: 404 Not Found\n");
    }

    @Test
    void what_the_server_would_do_twice_is_asked_for_once() {
        server.on("POST /api-keys", 500, "{\"title\":\"Internal Server Error\"}");

        assertThat(run("keys", "create", "ci", "--role", "developer,manager")).isEqualTo(1);

        assertThat(server.requests())
                .singleElement()
                .extracting(StubServer.Request::body)
                .isEqualTo("{\"name\":\"ci\",\"roles\":[\"developer\",\"manager\"]}");
    }

    @Test
    void what_is_left_out_is_not_sent() {
        server.on("POST /schedules", 201, "{\"schedule_id\":\"sch-1\"}")
                .on("POST /webhooks", 201, "{\"subscription_id\":\"sub-1\"}");

        assertThat(run("schedules", "create", WORKFLOW, "0 6 * * *", "--overlap", "queue"))
                .isZero();
        assertThat(run("webhooks", "create", "https://a.example")).isZero();

        assertThat(server.requests())
                .extracting(StubServer.Request::body)
                .containsExactly(
                        "{\"workflow_id\":\"" + WORKFLOW + "\",\"cron\":\"0 6 * * *\",\"overlap\":\"queue\"}",
                        "{\"url\":\"https://a.example\",\"events\":[\"*\"]}");
    }

    @ParameterizedTest
    @CsvSource({
        "runs list --limit 0, --limit must be 1 to 10000",
        "runs history ex-1 --limit 0, --limit must be 1 to 10000",
        "webhooks deliveries ex-1 --limit 0, --limit must be 1 to 10000",
        "runs list --status PAUSED, --status PAUSED takes --workflow as well",
        "runs list --status GONE, Invalid value",
        "runs lost, Did you mean: runs list",
        "import nowhere.json, nowhere.json cannot be read",
        "watch, Missing required parameter",
        "rerun ex-1, rerun takes either --from or --on-version",
        "rerun ex-1 --from a --on-version 2, rerun takes either --from or --on-version",
        "keys create ci --role admin --apikey=lk_abc_DEF-1, lk_…",
        "transition ex-1 go --input {, --input:1:",
    })
    void a_command_at_fault_says_so_and_asks_for_nothing(String command, String message) {
        assertThat(run(command.split(" "))).isEqualTo(2);

        assertThat(err.toString()).contains(message).doesNotContain("lk_abc").doesNotContain("lk_secret");
        assertThat(out.toString()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"a\"", "<html>"})
    void an_answer_of_somebody_else_is_said_to_be_one(String body) {
        server.on("GET /workflows?limit=20", 200, body)
                .on("GET /schedules/sch-1", 200, body)
                .on("GET /runs/ex-1", 200, body)
                .on("GET /runs/ex-1", 200, body);

        assertThat(run("workflows", "list")).isEqualTo(1);
        assertThat(run("schedules", "show", "sch-1", "--json")).isEqualTo(1);
        assertThat(run("runs", "show", "ex-1")).isEqualTo(1);
        assertThat(run("watch", "ex-1")).isEqualTo(1);

        assertThat(err.toString().lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains("not what a Lockstep server gives"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_server_out_of_reach_is_named_and_the_key_is_not() {
        server.close();

        assertThat(run("runs", "list")).isEqualTo(1);

        assertThat(err.toString())
                .contains(server.url(), "no answer", "nothing answers at that URL")
                .doesNotContain("lk_secret");
    }
}

package dev.lockstep.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path temporary;

    @BeforeEach
    void useTheTestsTemplate() {
        System.setProperty("lockstep.home", "src/test/resources/home");
    }

    @AfterEach
    void forgetIt() {
        System.clearProperty("lockstep.home");
    }

    @Test
    void aFunctionIsInvokedWithTheLocalKeyInPlaceOfThePlaceholder() throws Exception {
        Path event =
                file("event.json", "{\"headers\":{\"X-Api-Key\":\"lk_local\",\"authorization\":\"Bearer lk_local\"}}");

        assertThat(run("invoke", "echo", event.toString())).isZero();

        JsonNode headers = Json.read(Json.read(out.toString()).path("body").asString())
                .path("event")
                .path("headers");
        assertThat(headers.path("X-Api-Key").asString()).matches("lk_.{43}");
        assertThat(headers.path("authorization").asString()).matches("Bearer lk_.{43}");
    }

    @Test
    void aFunctionThatThrowsIsAFailure() throws Exception {
        Path event = file("event.json", "{\"pathParameters\":{\"fault\":\"throw\"}}");

        assertThat(run("invoke", "FaultyFunction", event.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownFunctionIsAnsweredWithTheKnownOnes() throws Exception {
        assertThat(run("invoke", "Nobody", file("event.json", "{}").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("There is no function Nobody", "EchoFunction", "ClockFunction");
    }

    @Test
    void anEventThatIsNotJsonIsNamedWithItsPlace() throws Exception {
        assertThat(run("invoke", "echo", file("event.json", "{\n  x").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("event.json:2:").doesNotContain("\tat ");
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run("up", "--memory", "--port", port)).isEqualTo(1);
            assertThat(err.toString().lines()).singleElement().asString().contains("Port " + port + " is in use");
        }
    }

    @Test
    void aNewKeyComesWithItsHash() {
        assertThat(run("new-key")).isZero();
        assertThat(out.toString()).containsPattern("key     lk_[A-Za-z0-9_-]{43}\nsha256  [0-9a-f]{64}\n");
    }

    @Test
    void aWorkflowIsRunAndItsOutputPrinted() throws Exception {
        Path definition = file("hello.yaml", "name: hello\nsteps: [{type: Echo}]\n");

        assertThat(run("run", definition.toString(), "--input", "{\"a\": 1}")).isZero();
        assertThat(Json.read(out.toString())).isEqualTo(Json.read("{\"a\":1}"));
    }

    @Test
    void aWorkflowThatFailsIsAFailure() throws Exception {
        assertThat(run("run", file("f.json", "{\"name\":\"failing\"}").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("ended as FAILED: as asked");
    }

    @Test
    void aBadDefinitionIsBadUsageWithEveryFaultNamed() throws Exception {
        assertThat(run("run", file("bad.json", "{}").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("2 faults", "name: is missing", "steps[0].type: is unknown");
    }

    @Test
    void aServerOutOfReachIsOneLine() throws Exception {
        String nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://127.0.0.1:" + free.getLocalPort();
        }

        assertThat(run("run", file("a.json", "{}").toString(), "--url", nobody, "--key", "k"))
                .isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(nobody);
    }

    @Test
    void anInputMayBeAFile() throws Exception {
        Path definition = file("hello.yaml", "name: hello\nsteps: [{type: Echo}]\n");
        Path input = file("input.json", "{\"a\": \"b c\"}");

        assertThat(run("run", definition.toString(), "--input", "@" + input)).isZero();
        assertThat(Json.read(out.toString())).isEqualTo(Json.read("{\"a\":\"b c\"}"));
    }

    @Test
    void asJsonTheWholeExecutionIsPrintedAndNothingElse() throws Exception {
        Path definition = file("hello.yaml", "name: hello\nsteps: [{type: Echo}]\n");

        assertThat(run("run", definition.toString(), "--json")).isZero();
        assertThat(Json.read(out.toString()).path("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void whatGoesWithAWorkflowOfAServerIsRefusedWithAFile() throws Exception {
        assertThat(run("run", file("a.json", "{}").toString(), "--wait")).isEqualTo(2);
        assertThat(err.toString()).contains("is a file");
    }

    @Test
    void helpAndVersionExplainThemselves() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("up", "run", "invoke", "new-key");
        assertThat(run("run", "--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("Lockstep");
    }

    @Test
    void badUsageIsNotAFailureOfTheRun() {
        assertThat(run("run")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("up", "--memory", "--data", "x")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(temporary.resolve(name), text);
    }
}

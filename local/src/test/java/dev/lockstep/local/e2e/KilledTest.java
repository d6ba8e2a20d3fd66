package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledTest {
    private static final int EXECUTIONS = 200;
    private static final int STAGES = 20;
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Pattern KEY = Pattern.compile("lk_[A-Za-z0-9_-]{43}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The runtime in a process of its own. */
    private record Up(Process process, Api api) {
        static Up start(Path folder) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Dlockstep.home=" + Project.file(""),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.lockstep.local.cli.Main",
                            "up",
                            "--port",
                            "0",
                            "--data",
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder printed = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                printed.append(line).append('\n');
                Matcher url = URL.matcher(printed);
                Matcher key = KEY.matcher(printed);
                if (url.find() && key.find()) {
                    return new Up(process, Api.at(URI.create(url.group()), key.group()));
                }
            }
            throw new AssertionError("the runtime did not start: " + printed);
        }

        /** What {@code kill -9} does: nothing is flushed, closed or said. */
        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static List<String> startAll(Api api, String workflow) throws InterruptedException {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> calls = IntStream.range(0, EXECUTIONS)
                    .<Callable<String>>mapToObj(
                            i -> () -> api.execute(workflow, "{\"input\":{\"text\":\"" + i + "\"}}"))
                    .toList();
            return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }

    /** At most a hundred, which is a page. */
    private static int underWay(Api api, String workflow) {
        return api.get("/workflows/" + workflow + "/executions?status=RUNNING&limit=100")
                .expect(200)
                .json()
                .path("executions")
                .size();
    }

    private static void awaitNoneUnderWay(Api api, String workflow) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> underWay(api, workflow) == 0);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void every_accepted_execution_completes_after_the_runtime_was_killed() throws Exception {
        Up first = Up.start(folder);
        String steps = String.join(",", Collections.nCopies(STAGES, "{\"type\":\"TextOperation.Reverse\"}"));
        String workflow = first.api().register("{\"name\":\"chain\",\"steps\":[" + steps + "]}");
        List<String> accepted = startAll(first.api(), workflow);
        int underWay = underWay(first.api(), workflow);
        first.kill();
        assertThat(underWay).as("executions under way when it was killed").isPositive();

        Up second = Up.start(folder);
        try {
            awaitNoneUnderWay(second.api(), workflow);
            for (String id : accepted) {
                assertThat(second.api().execution(workflow, id).path("status").asString())
                        .isEqualTo("COMPLETED");
            }
        } finally {
            second.kill();
        }
    }
}

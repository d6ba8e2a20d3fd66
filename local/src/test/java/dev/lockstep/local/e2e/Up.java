package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runtime in a process of its own. */
record Up(Process process, Api api, String key) {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Pattern KEY = Pattern.compile("lk_[A-Za-z0-9_-]{43}");

    /**
     * @param folder its data's
     */
    static Up start(Path folder) throws IOException {
        return start(folder, 0);
    }

    /**
     * @param port 0 for any free one
     */
    static Up start(Path folder, int port) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlockstep.home=" + Project.file(""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.lockstep.local.cli.Main",
                        "up",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder printed = new StringBuilder();
        for (String next = out.readLine(); next != null; next = out.readLine()) {
            printed.append(next).append('\n');
            Matcher url = URL.matcher(printed);
            Matcher key = KEY.matcher(printed);
            if (url.find() && key.find()) {
                // What it prints from here on is of no matter, but must not fill the pipe.
                Thread.ofVirtual().start(() -> out.lines().forEach(line -> {}));
                return new Up(process, Api.at(URI.create(url.group()), key.group()), key.group());
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

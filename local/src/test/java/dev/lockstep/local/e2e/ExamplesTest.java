package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.run.DefinitionFile;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every file of {@code docs/examples} runs. */
class ExamplesTest {
    private record Run(String input, String output) {}

    private static final Map<String, Run> RUNS = Map.of(
            "dummy.json", new Run("{}", "{\"text\":\"!dlrow ,olleH\"}"),
            "order-summary.yaml",
                    new Run(
                            "{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"pen\",\"price\":2.5,\"quantity\":10}]}",
                            "{\"text\":\"Dear Ada, you ordered pen for 25.\"}"));

    @Test
    void every_example_gives_what_it_says() throws Exception {
        try (Stream<Path> files = Files.list(Project.file("docs/examples"));
                LocalStack stack = StackOptions.of(Project.template()).start()) {
            Api api = Api.of(stack);
            for (Path file : files.collect(Collectors.toList())) {
                Run run = RUNS.get(file.getFileName().toString());
                assertThat(run).as("what %s is to give", file).isNotNull();

                JsonNode execution = api.run(Json.write(DefinitionFile.read(file)), "{\"input\":" + run.input() + "}");

                assertThat(Json.write(execution.path("output"))).as("%s", file).isEqualTo(run.output());
            }
        }
    }
}

package dev.lockstep.cli.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.cli.definition.BadDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {
    @TempDir
    private Path folder;

    private Path file(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Path... files) throws BadDefinition {
        return Sources.in(List.of(files)).inOrder().stream()
                .map(Source::identity)
                .toList();
    }

    private static String workflow(String name, String... starts) {
        String tasks = String.join(
                ",",
                List.of(starts).stream()
                        .map(child -> "{\"taskReferenceName\":\"" + child + "\",\"subWorkflowParam\":{\"name\":\""
                                + child + "\"}}")
                        .toList());
        return "{\"name\":\"" + name + "\",\"tasks\":[" + tasks + "]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"a","tasks":[]}                                 | workflow a version 1
            {"name":"a","version":3,"schemaVersion":2}              | workflow a version 3
            {"tasks":[{"name":"t","taskReferenceName":"t"}]}        | workflow  version 1
            {"name":"a"}                                            | task a
            {"name":"a","retryCount":1,"version":"1.0"}             | task a
            {"name":"a","event":"e","actions":[]}                   | event handler a
            [{"name":"a"}]                                          | task a
            {"taskDefs":[{"name":"a"}],"workflowDefs":[]}           | task a
            """)
    void a_definition_is_known_by_what_only_its_kind_has(String content, String identity) throws Exception {
        assertThat(found(file("a.json", content))).containsExactly(identity);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"a","version":"1.0","dependencies":{}}          | holds no definition
            {"name":"a","taskReferenceName":"t","retryCount":1}     | holds no definition
            {"name":"a","steps":[]}                                 | holds no definition
            {"scripts":[1,2]}                                       | holds no definition
            7                                                       | holds no definition
            [{"name":"a"},{"b":1}]                                  | a.json[1]: is no definition
            [{"name":"a"},{"name":"a"}]                             | a.json[1]: task a is also in
            {"name":                                                | a.json:1
            """)
    void a_file_that_is_named_must_hold_definitions_and_no_two_of_one_thing(String content, String fault) {
        Path file = file("a.json", content);

        assertThatThrownBy(() -> found(file))
                .isInstanceOfSatisfying(
                        BadDefinition.class,
                        bad -> assertThat(bad.faults().toString()).contains(fault));
    }

    @Test
    void a_folder_is_read_with_all_below_it_and_what_is_something_else_is_passed_over() throws Exception {
        file("b/c/one.json", "{\"name\":\"one\"}");
        file("two.JSON", "{\"name\":\"two\"}");
        file("package.json", "{\"name\":\"x\",\"version\":\"1\"}");
        file("notes.txt", "name: three");

        assertThat(found(folder)).containsExactlyInAnyOrder("task one", "task two");
        assertThat(Sources.in(List.of(folder)).passedOver())
                .singleElement()
                .asString()
                .contains("package.json: holds no definition");
    }

    @Test
    void all_that_is_wrong_with_the_files_is_told_at_once() {
        file("a.json", "{");
        file("b.json", "[");

        assertThatThrownBy(() -> found(folder, folder.resolve("none.json")))
                .isInstanceOfSatisfying(
                        BadDefinition.class, bad -> assertThat(bad.faults()).hasSize(3));
    }

    @Test
    void what_is_started_comes_before_what_starts_it_and_rings_are_broken_somewhere() throws Exception {
        Path file = file(
                "all.json",
                "[{\"name\":\"h\",\"event\":\"e\",\"actions\":[]}," + workflow("top", "middle", "bottom") + ","
                        + workflow("middle", "bottom", "middle") + "," + workflow("bottom") + ","
                        + workflow("ring_a", "ring_b") + "," + workflow("ring_b", "ring_a") + ",{\"name\":\"t\"}]");

        assertThat(found(file))
                .containsExactly(
                        "task t",
                        "workflow bottom version 1",
                        "workflow middle version 1",
                        "workflow top version 1",
                        "workflow ring_a version 1",
                        "workflow ring_b version 1",
                        "event handler h");
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What goes into stages and comes out of them by the definition, reckoned from what those before them came to. */
final class Data {
    private final Ways ways;

    Data(Ways ways) {
        this.ways = ways;
    }

    JsonNode input(Stage.Task task, StageRunKey key) {
        JsonNode input = plainInput(task, key);
        String shape = input.isNumber() ? "number" : "value";
        return input.isObject() ? input : Json.object().set(shape, input);
    }

    private JsonNode plainInput(Stage.Task task, StageRunKey key) {
        Optional<JsonNode> edited = ways.editedInput(key);
        if (edited.isPresent()) {
            return edited.get();
        }
        Eyes eyes = Eyes.of(ways, key);
        return switch (task.input()) {
            case StageInput.OfExecution of -> ways.recorded().execution().input();
            case StageInput.OfItem of -> eyes.item();
            case StageInput.OfLoop of -> {
                StageRunKey loop = ways.around(of.loop(), key.iteration());
                yield input(loop, key.iteration().path().get(loop.iteration().depth()));
            }
            case StageInput.OutputOf of ->
                eyes.output(of.stage()).orElseGet(() -> Json.object().put("no", of.stage()));
            case StageInput.OutputsOf of -> {
                ObjectNode outputs = Json.object();
                of.stages().forEach(stage -> eyes.output(stage).ifPresent(output -> outputs.set(stage, output)));
                yield outputs;
            }
            case StageInput.Own own -> Expressions.value(own.data(), eyes);
        };
    }

    /** What goes into a round of a loop: its own input, or what the round before gave. */
    JsonNode input(StageRunKey key, int round) {
        if (round == 0) {
            return input(ways.workflow().task(key.stage()), key);
        }
        return outputOfLast(Optional.of(key.stage()), key.iteration().at(round - 1))
                .orElseGet(() -> input(key, round - 1));
    }

    /** How many rounds of a loop were begun. */
    int rounds(StageRunKey key) {
        return (int) IntStream.iterate(0, round -> round + 1)
                .takeWhile(round -> ways.workflow().within(Optional.of(key.stage())).stream()
                        .anyMatch(node ->
                                ways.run(node.id(), key.iteration().at(round)).isPresent()))
                .count();
    }

    Optional<List<JsonNode>> list(Stage.Task task, StageRunKey key) {
        JsonNode items = Expressions.value(task.forEach().orElseThrow().items(), Eyes.of(ways, key));
        JsonNode list = items.path("items").isArray() ? items.path("items") : items;
        if (!list.isArray()) {
            return Optional.empty();
        }
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        return Optional.of(elements);
    }

    int total(StageRunKey all) {
        return list(ways.workflow().task(all.stage()), all).map(List::size).orElse(0);
    }

    List<StageRun> failed(StageRunKey all) {
        return IntStream.range(0, total(all))
                .mapToObj(i -> ways.recorded().run(all.at(i)))
                .flatMap(Optional::stream)
                .filter(run -> run.state() instanceof Failed)
                .toList();
    }

    ArrayNode outputs(StageRunKey all) {
        ArrayNode outputs = Json.array();
        for (int i = 0; i < total(all); i++) {
            ways.recorded()
                    .run(all.at(i))
                    .filter(run -> run.state() instanceof Outcome)
                    .flatMap(StageRun::output)
                    .ifPresentOrElse(outputs::add, outputs::addNull);
        }
        return outputs;
    }

    /** What the execution gives, now that it is complete. */
    JsonNode output() {
        Execution execution = ways.recorded().execution();
        if (execution.state() instanceof ExecutionState.Completed completed
                && completed.by().isPresent()) {
            return ways.recorded()
                    .run(completed.by().get())
                    .flatMap(StageRun::output)
                    .orElseThrow();
        }
        return outputOfLast(Optional.empty(), Iteration.FIRST).orElseGet(Json::object);
    }

    private Optional<JsonNode> outputOfLast(Optional<String> loop, Iteration round) {
        List<Node> last = ways.workflow().last(loop);
        if (last.size() == 1) {
            return output(last.getFirst().id(), round);
        }
        ObjectNode outputs = Json.object();
        last.forEach(node -> output(node.id(), round).ifPresent(output -> outputs.set(node.id(), output)));
        return Optional.of(outputs);
    }

    Optional<JsonNode> output(String stage, Iteration round) {
        return ways.run(stage, round).filter(run -> Ways.isPassed(run.state())).flatMap(StageRun::output);
    }
}

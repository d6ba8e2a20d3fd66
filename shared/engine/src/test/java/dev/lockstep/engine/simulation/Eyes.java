package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Elements;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.SkipAhead;
import dev.lockstep.engine.execution.StageRunState.Skipped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a stage run sees, by the definition: what comes before it, in its own round and around it. */
final class Eyes implements View {
    private final Ways ways;
    private final StageRunKey self;
    private final boolean afterRound;
    private final int rounds;

    private Eyes(Ways ways, StageRunKey self, boolean afterRound, int rounds) {
        this.ways = ways;
        this.self = self;
        this.afterRound = afterRound;
        this.rounds = rounds;
    }

    static Eyes of(Ways ways, StageRunKey self) {
        return new Eyes(ways, self, false, 0);
    }

    /** Those of a loop when so many of its rounds are over: it sees the last of them. */
    static Eyes after(Ways ways, StageRunKey loop, int rounds) {
        return new Eyes(ways, loop, true, rounds);
    }

    /** The round that a stage is in which this run sees. */
    private Iteration round(String stage) {
        int depth = ways.depth(stage);
        return afterRound && depth > self.iteration().depth()
                ? self.iteration().at(rounds - 1)
                : self.iteration().upTo(depth);
    }

    private Optional<StageRun> seen(String stage) {
        if (ways.workflow()
                .task(self.stage())
                .place()
                .undoes()
                .filter(stage::equals)
                .isPresent()) {
            return ways.recorded().run(new StageRunKey(stage, self.iteration()));
        }
        boolean around =
                ways.workflow().task(self.stage()).place().within().isPresent() && isAround(stage, self.stage());
        StageRunKey key = around ? ways.around(stage, self.iteration()) : ways.key(stage, round(stage));
        return ways.recorded().run(key);
    }

    private boolean isAround(String loop, String stage) {
        Optional<String> within = ways.workflow().task(stage).place().within();
        return within.isPresent() && (within.get().equals(loop) || isAround(loop, within.get()));
    }

    @Override
    public int n() {
        return ways.recorded().execution().input().path("n").asInt(0);
    }

    @Override
    public Optional<JsonNode> output(String stage) {
        return seen(stage).filter(run -> Ways.isPassed(run.state())).flatMap(StageRun::output);
    }

    @Override
    public String status(String stage) {
        return seen(stage)
                .map(run -> switch (run.state()) {
                    case Completed completed -> "COMPLETED";
                    case Skipped skipped -> "SKIPPED";
                    case Failed failed -> "FAILED";
                    case Canceled canceled -> "CANCELED";
                    case SkipAhead ahead -> "SKIPPED";
                    default -> "RUNNING";
                })
                .orElse("SKIPPED");
    }

    @Override
    public int rounds(String loop) {
        return rounds;
    }

    @Override
    public JsonNode item() {
        StageRunKey element = element();
        return items(ways.key(element.stage(), element.iteration().around()))
                .get(element.iteration().last());
    }

    @Override
    public int index() {
        return element().iteration().last();
    }

    /** The list that a stage is run for, as it was laid out. */
    List<JsonNode> items(StageRunKey all) {
        return IntStream.iterate(0, part -> part + 1)
                .mapToObj(part -> ways.recorded()
                        .run(new StageRunKey(
                                "items:" + all.stage(), all.iteration().at(part))))
                .takeWhile(Optional::isPresent)
                .flatMap(part -> ((Elements) part.orElseThrow().state()).items().stream())
                .toList();
    }

    private StageRunKey element() {
        String stage = ways.workflow().task(self.stage()).place().undoes().orElse(self.stage());
        StageRunKey key = new StageRunKey(stage, self.iteration());
        while (!ways.isElement(key)) {
            key = ways.around(ways.workflow().task(key.stage()).place().within().orElseThrow(), self.iteration());
        }
        return key;
    }

    @Override
    public Optional<JsonNode> variable(String name) {
        return Optional.ofNullable(variables().get(name));
    }

    /** What is set where this run sees it: around it, in the rounds before, and by what comes before it. */
    private Map<String, JsonNode> variables() {
        Map<String, JsonNode> variables = new java.util.TreeMap<>();
        Workflow workflow = ways.workflow();
        String own = workflow.task(self.stage()).place().undoes().orElse(self.stage());
        collect(own, self.iteration(), variables);
        if (afterRound || workflow.undoes(self.stage())) {
            addOf(own, self, rounds, variables);
        }
        return variables;
    }

    private void collect(String stage, Iteration iteration, Map<String, JsonNode> variables) {
        Workflow workflow = ways.workflow();
        Iteration round = iteration.upTo(ways.depth(stage));
        workflow.task(stage).place().within().ifPresent(loop -> {
            collect(loop, iteration, variables);
            StageRunKey around = ways.around(loop, iteration);
            addRounds(loop, around.iteration(), round.last(), variables);
        });
        workflow.within(workflow.task(stage).place().within()).stream()
                .filter(node -> workflow.leadsTo(node.id(), stage))
                .filter(node -> !ways.isForEach(node.id()))
                .forEach(node -> addOf(node.id(), ways.key(node.id(), round), Integer.MAX_VALUE, variables));
    }

    private void addOf(String stage, StageRunKey key, int rounds, Map<String, JsonNode> variables) {
        Activity activity = ways.workflow().task(stage).activity();
        if (activity instanceof Activity.SetVariables
                && ways.recorded().run(key).map(StageRun::state).orElse(null) instanceof Completed) {
            set(stage, key).properties().forEach(one -> variables.put(one.getKey(), one.getValue()));
        } else if (activity instanceof Activity.Loop && (key.equals(self) || isDone(key))) {
            addRounds(stage, key.iteration(), rounds, variables);
        }
    }

    /** A loop that has failed has set nothing. */
    private boolean isDone(StageRunKey loop) {
        return ways.recorded().run(loop).map(StageRun::state).orElse(null) instanceof Completed;
    }

    private void addRounds(String loop, Iteration of, int rounds, Map<String, JsonNode> variables) {
        List<Node> within = ways.workflow().within(Optional.of(loop));
        for (int number = 0; number < rounds; number++) {
            Iteration round = of.at(number);
            boolean any =
                    within.stream().anyMatch(node -> ways.run(node.id(), round).isPresent());
            if (!any) {
                return;
            }
            within.stream()
                    .filter(node -> !ways.isForEach(node.id()))
                    .forEach(node -> addOf(node.id(), ways.key(node.id(), round), Integer.MAX_VALUE, variables));
        }
    }

    /** What a stage sets by its definition. */
    ObjectNode set(String stage, StageRunKey key) {
        JsonNode source =
                ways.workflow().task(stage).config().source().path("templates").path("variables");
        return (ObjectNode) Expressions.value(source, of(ways, key));
    }
}

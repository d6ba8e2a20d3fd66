package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lockstep.engine.expression.References;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node of the plan. A stage is activated by each token that reaches it; only joins and gathers gather tokens. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface Stage {
    String id();

    List<Edge> next();

    /**
     * Does something.
     *
     * @param type how the definition calls what it does
     * @param when skips the task where it does not hold
     */
    @JsonTypeName("task")
    record Task(
            String id,
            String type,
            Activity activity,
            StageInput input,
            Config config,
            Optional<Template> when,
            Optional<ForEach> forEach,
            Policy policy,
            Place place)
            implements Stage {

        @Override
        public List<Edge> next() {
            return place.next();
        }

        public Task at(Place other) {
            return new Task(id, type, activity, input, config, when, forEach, policy, other);
        }

        public Task doing(Activity other) {
            return new Task(id, type, other, input, config, when, forEach, policy, place);
        }

        /** What it is in a run of it: a dynamic one is what it came to be there. */
        public Task as(Optional<Resolved> resolved) {
            return resolved.map(this::as).orElse(this);
        }

        private Task as(Resolved resolved) {
            Policy own = new Policy(
                    resolved.retry(),
                    resolved.timeoutSeconds(),
                    resolved.bearsFailure() ? resolved.onError() : policy.onError(),
                    policy.compensation(),
                    policy.credits(),
                    policy.startDelaySeconds(),
                    policy.totalSeconds());
            return new Task(id, resolved.type(), resolved.activity(), input, config, when, forEach, own, place);
        }

        /** The same, run for each element of a list. */
        public Task forEach(ForEach each) {
            return new Task(id, type, activity, input, config, when, Optional.of(each), policy, place);
        }

        /** The same with another configuration. */
        public Task with(Config other) {
            return new Task(id, type, activity, input, other, when, forEach, policy, place);
        }

        /** This task, skipped where the condition does not hold. */
        public Task onlyIf(Template condition) {
            return new Task(id, type, activity, input, config, Optional.of(condition), forEach, policy, place);
        }

        /** This task, under another policy. */
        public Task under(Policy other) {
            return new Task(id, type, activity, input, config, when, forEach, other, place);
        }

        /** This task, tried just once. */
        public Task once() {
            return under(policy.trying(RetryPolicy.NONE));
        }

        /** What the task's own expressions read, those over the list of its elements included. */
        public References references() {
            References all = config.references();
            if (input instanceof StageInput.Own own) {
                all = all.and(own.data().references());
            }
            all = when.map(Template::references).orElse(References.NONE).and(all);
            all = forEach.map(each -> each.items().references())
                    .orElse(References.NONE)
                    .and(all);
            return switch (activity) {
                case Activity.Choice choice ->
                    choice.cases().stream().map(way -> way.when().references()).reduce(all, References::and);
                case Activity.Loop loop -> all.and(loop.condition().references());
                case Activity.Operation operation -> all;
                case Activity.Merge merge -> all;
                case Activity.SetVariables set -> all;
                case Activity.Terminate terminate -> all;
                case Activity.Await await -> all;
                case Activity.SubWorkflow workflow -> all;
                case Activity.Worker worker -> all;
                case Activity.Dynamic dynamic -> all.and(dynamic.step().references());
                case Activity.Decision decision ->
                    decision.transitions().stream()
                            .flatMap(transition -> transition.guard().stream())
                            .map(Template::references)
                            .reduce(all, References::and);
            };
        }

        /** What a run for one element is about: what the list and the condition come to, the run for all has told. */
        public Task forOneElement() {
            return new Task(id, type, activity, input, config, Optional.empty(), Optional.empty(), policy, place);
        }

        /** The stages whose runs this one's data is made of, in a stable order. */
        public Set<String> reads() {
            Set<String> reads = new LinkedHashSet<>(input.reads());
            reads.addAll(references().steps());
            if (activity instanceof Activity.Merge merge) {
                reads.addAll(merge.sources());
            }
            reads.addAll(place.setters());
            return reads;
        }
    }

    /**
     * Lets one token through when enough branches have arrived.
     *
     * @param branches how many there are; their numbers are below it
     * @param needed how many must arrive alive; when all have arrived, fewer will do
     * @param fork the fork whose branches come together here, which is over then; none where they are of no fork of a machine
     */
    @JsonTypeName("join")
    record Join(String id, int branches, int needed, List<Edge> next, Optional<String> fork) implements Stage {
        public Join(String id, int branches, int needed, List<Edge> next) {
            this(id, branches, needed, next, Optional.empty());
        }
    }

    /**
     * Sends a token into each of its branches. It is recorded once it is over, by a join of it or since it was left: that is what
     * ends the branches that go on.
     *
     * @param branches the states, or forks, that they begin with
     * @param forks the forks that it is itself within, the outermost first
     */
    @JsonTypeName("fork")
    record Fork(String id, List<String> branches, List<String> forks) implements Stage {
        public Fork {
            branches = List.copyOf(branches);
            forks = List.copyOf(forks);
        }

        @Override
        public List<Edge> next() {
            return List.of();
        }
    }

    /**
     * Gathers the elements of a task that runs for each.
     *
     * @param task the task's id
     */
    @JsonTypeName("gather")
    record Gather(String id, String task) implements Stage {
        /** How many elements arrive at one item, so that it stays under what one write unit holds. */
        public static final int WIDTH = 100;

        @Override
        public List<Edge> next() {
            return List.of();
        }
    }

    /**
     * The elements that a task runs for, in parts, so that reading one does not read all.
     *
     * @param task the task's id
     */
    @JsonTypeName("items")
    record Items(String id, String task) implements Stage {
        /** How many elements one part holds. */
        public static final int PART = 25;

        @Override
        public List<Edge> next() {
            return List.of();
        }
    }
}

package dev.lockstep.engine.definition;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Machines for tests, a line for each node: {@code "draft submit>checks"} is a state with a transition, {@code "checks fork a,b"} a
 * fork, {@code "gate all done"} and {@code "gate any done"} are joins, {@code "done end"} ends the execution. The first is the start.
 */
public final class MachineFixtures {
    private static final Policy POLICY = Policy.of(RetryPolicy.NONE, 5);

    /** A leave request that a manager and somebody of HR must both approve of, and either may send back. */
    public static Plan leaveRequest() {
        return machine(
                "draft submit>approval",
                "approval fork manager,hr",
                "manager manager_deny>draft manager_approve>gate",
                "hr hr_deny>draft hr_approve>gate",
                "gate all approved",
                "approved end");
    }

    private MachineFixtures() {}

    public static Plan machine(String... lines) {
        return builder(lines).build(Json.object().put("type", "object"));
    }

    public static MachineBuilder builder(String... lines) {
        MachineBuilder builder = new MachineBuilder(lines[0].split(" ", -1)[0]);
        for (String line : lines) {
            builder.add(node(line));
        }
        return builder;
    }

    private static MachineNode node(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[1]) {
            case "fork" -> new MachineNode.Fork(words[0], Arrays.asList(words[2].split(",", -1)));
            case "all", "any" -> new MachineNode.Join(words[0], words[1].equals("any"), words[2]);
            case "end" -> end(words[0]);
            default -> decision(words[0], Activity.Owners.EVERYBODY, Optional.empty(), tail(words));
        };
    }

    private static String[] tail(String[] words) {
        return Arrays.copyOfRange(words, 1, words.length);
    }

    /** A state that waits for one of its transitions, each {@code name>target}. */
    public static MachineNode.State decision(
            String id, Activity.Owners owners, Optional<Activity.After> after, String... ways) {
        List<Activity.Transition> transitions = Arrays.stream(ways)
                .map(way ->
                        new Activity.Transition(way.substring(0, way.indexOf('>')), Optional.empty(), Optional.empty()))
                .toList();
        return new MachineNode.State(
                task(id, "Decision", new Activity.Decision(transitions, owners, after, List.of())),
                ways(ways),
                Optional.empty(),
                Optional.empty());
    }

    /** A state that ends the execution. */
    public static MachineNode.State end(String id) {
        return new MachineNode.State(
                task(id, "Terminate", new Activity.Terminate(Activity.Terminate.Ending.COMPLETED)),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** A state that runs an operation, and goes on by {@code done}, or by {@code failed} where it has that. */
    public static MachineNode.State work(String id, String type, String... ways) {
        boolean bears = Arrays.stream(ways).anyMatch(way -> way.startsWith("failed>"));
        Policy policy = new Policy(RetryPolicy.NONE, 5, bears ? OnError.GO_TO : OnError.FAIL, Optional.empty(), 1);
        Stage.Task task = PlanFixtures.task(id, type, nothing(), Config.of(Json.object()), policy);
        return new MachineNode.State(
                task, ways(ways), Optional.of("done"), bears ? Optional.of("failed") : Optional.empty());
    }

    private static List<MachineNode.Way> ways(String... ways) {
        return Arrays.stream(ways)
                .map(way -> way.split(">", -1))
                .map(way -> new MachineNode.Way(Optional.of(way[0]), way[1]))
                .toList();
    }

    private static Stage.Task task(String id, String type, Activity activity) {
        return PlanFixtures.task(id, type, nothing(), Config.of(Json.object()), POLICY)
                .doing(activity);
    }

    private static StageInput nothing() {
        return new StageInput.Own(Template.of(Json.object()));
    }
}

package dev.lockstep.engine.definition;

import java.util.List;
import java.util.Optional;

/**
 * Where a task stands in the plan.
 *
 * @param within the loop that it is part of
 * @param guards the tasks whose outcome makes this one pointless: it is canceled then, if it has none of its own
 * @param setters the tasks before it that set variables, in an order in which a later one overrides
 * @param undoes the task that it compensates; then no edge leads to it
 * @param next where its token goes
 * @param otherwise where its token goes instead when it has failed, if it goes anywhere then
 * @param moves the ways out of it, if it is a state of a machine; then no other edge leads out of it
 */
public record Place(
        Optional<String> within,
        List<String> guards,
        List<String> setters,
        Optional<String> undoes,
        List<Edge> next,
        List<Edge> otherwise,
        Optional<Moves> moves) {
    public static final Place NOWHERE =
            new Place(Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(), List.of(), Optional.empty());

    public Place within(String loop) {
        return new Place(Optional.of(loop), guards, setters, undoes, next, otherwise, moves);
    }

    public Place guardedBy(List<String> tasks) {
        return new Place(within, tasks, setters, undoes, next, otherwise, moves);
    }

    public Place readingVariablesOf(List<String> tasks) {
        return new Place(within, guards, tasks, undoes, next, otherwise, moves);
    }

    public Place undoing(String task) {
        return new Place(within, guards, setters, Optional.of(task), next, otherwise, moves);
    }

    public Place leadingTo(List<Edge> edges, List<Edge> errorEdges) {
        return new Place(within, guards, setters, undoes, edges, errorEdges, moves);
    }

    public Place of(Moves machine) {
        return new Place(within, guards, setters, undoes, next, otherwise, Optional.of(machine));
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.TaskPlaces.Holder;
import dev.lockstep.engine.ports.TaskPlaces.Kind;
import dev.lockstep.engine.ports.TaskPlaces.Place;
import dev.lockstep.engine.ports.TaskPlaces.Row;
import dev.lockstep.engine.ports.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Keeps the tasks of a type within its limits. A place is taken before the task is, for as long as the worker has it, and left when
 * its outcome is recorded. Where who took it breaks off in between, the place lapses; where the task is over by other means, its
 * record shows that, and who needs a place takes that one.
 */
final class Bounds {
    /** A place outlasts the lease that it is for, since clocks differ. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** How long a task is left alone for which there is no place. */
    private static final Duration FULL = Duration.ofSeconds(5);

    /** For longer none is left alone, though no place may be there then. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** How many places are looked at, where all are taken, for one whose task is over. */
    private static final int MOST_LOOKED_AT = 3;

    /** How many free places are tried, where others take them at the same time. */
    private static final int MOST_TRIED = 5;

    private final TaskPlaces places;
    private final StageRunStore runs;
    private final RandomGenerator chance;

    Bounds(TaskPlaces places, StageRunStore runs, RandomGenerator chance) {
        this.places = places;
        this.runs = runs;
        this.chance = chance;
    }

    /** What comes of asking for a place. */
    sealed interface Asked {
        /** There is one of each kind that is limited. */
        record Granted(List<Taken> places) implements Asked {}

        /** @param pause for how long not to ask again */
        record Full(Duration pause) implements Asked {}
    }

    record Taken(Row row, Place place) {}

    /**
     * Asks for the places that a worker needs to have a task.
     *
     * @param until when its lease lapses
     */
    Asked ask(TaskType type, Limits limits, Holder holder, Instant now, Instant until) {
        List<Taken> taken = new ArrayList<>();
        if (limits.inProgress().isPresent()) {
            Row row = new Row(type, Kind.IN_PROGRESS);
            Optional<Place> place = take(row, limits.inProgress().get(), holder, now, until.plus(MARGIN));
            if (place.isEmpty()) {
                return new Asked.Full(FULL);
            }
            taken.add(new Taken(row, place.get()));
        }
        if (limits.rate().isPresent()) {
            Row row = new Row(type, Kind.HANDED_OUT);
            Limits.Rate rate = limits.rate().get();
            Optional<Place> place = take(row, rate.tasks(), holder, now, now.plusMillis(rate.periodMillis()));
            if (place.isEmpty()) {
                leave(taken);
                return new Asked.Full(untilOneIsFree(row, now));
            }
            taken.add(new Taken(row, place.get()));
        }
        return new Asked.Granted(taken);
    }

    private Duration untilOneIsFree(Row row, Instant now) {
        Duration first = places.taken(row).stream()
                .map(place -> Duration.between(now, place.until()))
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .orElse(FULL);
        return first.compareTo(LONGEST) > 0 ? LONGEST : first;
    }

    private Optional<Place> take(Row row, int most, Holder holder, Instant now, Instant until) {
        List<Place> known = places.taken(row);
        List<Place> held =
                known.stream().filter(place -> place.until().isAfter(now)).toList();
        if (held.size() >= most) {
            return instead(row, held, most, holder, until);
        }
        List<Integer> free = new ArrayList<>(IntStream.range(0, most)
                .filter(number -> held.stream().noneMatch(place -> place.number() == number))
                .boxed()
                .toList());
        Collections.shuffle(free, new Random(chance.nextLong()));
        for (int number : free.subList(0, Math.min(MOST_TRIED, free.size()))) {
            Place place = new Place(number, holder, until);
            Optional<Place> lapsed =
                    known.stream().filter(any -> any.number() == number).findFirst();
            if (places.take(row, place, lapsed)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** Takes the place of a task that is over, where there is one; none of those that were merely handed out of late. */
    private Optional<Place> instead(Row row, List<Place> held, int most, Holder holder, Instant until) {
        if (row.kind() == Kind.HANDED_OUT) {
            return Optional.empty();
        }
        List<Place> some = new ArrayList<>(
                held.stream().filter(place -> place.number() < most).toList());
        Collections.shuffle(some, new Random(chance.nextLong()));
        return some.stream()
                .limit(MOST_LOOKED_AT)
                .filter(place -> isOver(place.holder()))
                .map(place -> Optional.of(new Place(place.number(), holder, until))
                        .filter(mine -> places.take(row, mine, Optional.of(place))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Whether what a place was taken for is over: the execution has ended, or the run was written since and is no longer the worker's.
     * Where it has not been written yet, the worker may be about to take it.
     */
    private boolean isOver(Holder holder) {
        Optional<Recorded> recorded = runs.read(holder.execution(), List.of(holder.run()));
        if (recorded.isEmpty() || recorded.get().execution().hasEnded()) {
            return true;
        }
        Optional<StageRun> run = recorded.get().run(holder.run());
        return run.isEmpty() || (run.get().revision() >= holder.revision() && !isWith(holder, run.get()));
    }

    private static boolean isWith(Holder holder, StageRun run) {
        return run.state() instanceof StageRunState.Running running
                && running.by().equals(Optional.of(holder.by()));
    }

    /**
     * Keeps the place of a worker that is still at its task.
     *
     * @param until when its lease is to lapse now
     * @return whether it has one
     */
    boolean keep(TaskType type, Limits limits, Holder holder, Instant now, Instant until) {
        if (limits.inProgress().isEmpty()) {
            return true;
        }
        Row row = new Row(type, Kind.IN_PROGRESS);
        Optional<Place> own = places.taken(row).stream()
                .filter(place -> isSame(place.holder(), holder))
                .findFirst();
        boolean kept = own.filter(place -> places.take(
                        row, new Place(place.number(), place.holder(), until.plus(MARGIN)), Optional.of(place)))
                .isPresent();
        return kept
                || take(row, limits.inProgress().get(), holder, now, until.plus(MARGIN))
                        .isPresent();
    }

    private static boolean isSame(Holder one, Holder other) {
        return one.execution().equals(other.execution())
                && one.run().equals(other.run())
                && one.by().equals(other.by());
    }

    /** Leaves what was taken for nothing. */
    void leave(List<Taken> taken) {
        taken.forEach(each -> places.leave(each.row(), each.place()));
    }

    /** Leaves the places of tasks that are over, as far as there are such. */
    void leave(TaskType type, Limits limits, Predicate<Holder> over) {
        if (limits.inProgress().isPresent()) {
            Row row = new Row(type, Kind.IN_PROGRESS);
            places.taken(row).stream()
                    .filter(place -> over.test(place.holder()))
                    .forEach(place -> places.leave(row, place));
        }
    }
}

package dev.lockstep.dialects.machine;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what becomes of a state that nobody leaves in time: {@code after: {duration, transition}} and {@code reminders: [duration]}. */
final class AfterReader {
    private static final Duration LONGEST = Duration.ofDays(3_660);
    private static final int MOST_REMINDERS = 10;
    private static final String FORM =
            "must be a duration from PT1S to P3660D, as in P3D or PT1H30M; a day is 24 hours";

    private AfterReader() {}

    static Optional<Activity.After> read(
            JsonNode given, String path, List<Transitions.Read> transitions, Faults faults) {
        Fields fields = new Fields(given, path, faults);
        fields.require("duration");
        Optional<Long> seconds =
                fields.text("duration", 64).flatMap(text -> seconds(text, fields.at("duration"), faults));
        fields.require("transition");
        Optional<String> name = fields.text("transition", 128);
        name.ifPresent(id -> check(id, transitions, fields.at("transition"), faults));
        fields.refuseOthers();
        return seconds.flatMap(after -> name.map(id -> new Activity.After(after, id)));
    }

    /**
     * When those who watch are reminded of a state, in seconds after it was entered.
     *
     * @param after what ends the waiting: a reminder after that would never come
     */
    static List<Long> reminders(Fields fields, Optional<Activity.After> after, Faults faults) {
        List<String> texts = fields.texts("reminders").orElse(List.of());
        String path = fields.at("reminders");
        if (texts.size() > MOST_REMINDERS) {
            faults.add(path, "must be at most " + MOST_REMINDERS + " durations");
            return List.of();
        }
        List<Long> reminders = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String at = path + "[" + i + "]";
            Optional<Long> seconds = seconds(texts.get(i), at, faults);
            seconds.ifPresent(due -> {
                if (!reminders.isEmpty() && due <= reminders.getLast()) {
                    faults.add(at, "must be longer than the one before it");
                }
                if (after.filter(end -> end.seconds() <= due).isPresent()) {
                    faults.add(at, "comes too late: the state is left by itself before");
                }
                reminders.add(due);
            });
        }
        return reminders;
    }

    private static Optional<Long> seconds(String text, String path, Faults faults) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(LONGEST) <= 0) {
                // Rounded up, so that none comes early.
                return Optional.of(duration.plusNanos(999_999_999).toSeconds());
            }
        } catch (DateTimeParseException e) {
            // Falls through.
        }
        faults.add(path, FORM);
        return Optional.empty();
    }

    private static void check(String id, List<Transitions.Read> transitions, String path, Faults faults) {
        Optional<Activity.Transition> made = transitions.stream()
                .map(Transitions.Read::transition)
                .filter(transition -> transition.id().equals(id))
                .findFirst();
        if (made.isEmpty()) {
            faults.add(path, "the state has no transition \"" + id + "\"");
        }
        made.filter(transition -> transition.guard().isPresent()
                        || transition
                                .inputs()
                                .filter(schema -> !schema.path("required").isEmpty())
                                .isPresent())
                .ifPresent(transition -> faults.add(
                        path,
                        "nobody is there to bring inputs or to be held by a guard when it is made; name a transition"
                                + " without"));
    }
}

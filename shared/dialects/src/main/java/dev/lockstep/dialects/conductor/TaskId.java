package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.usecases.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of one attempt at a task. It tells what it is of, so that nothing needs to be looked up by it: anybody may make one up, and it
 * is of use only to those who may see the execution.
 */
public record TaskId(ExecutionId execution, StageRunKey run, int attempt) {
    /** Enough for the longest name of a task, in whatever script. */
    private static final int MOST_CHARS = 1_536;

    private static final Pattern FORM =
            Pattern.compile("(ex-[0-9a-z]{26})/([0-9]{1,6}(?:\\.[0-9]{1,6}){0,15})/([0-9]{1,6})/(.+)");

    public String text() {
        String plain = execution.value() + "/" + run.iteration() + "/" + attempt + "/" + run.stage();
        return "task-" + Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal where it is none of ours */
    public static TaskId parse(String text) {
        if (text.length() > MOST_CHARS || !text.startsWith("task-")) {
            throw none(text);
        }
        try {
            String plain =
                    new String(Base64.getUrlDecoder().decode(text.substring("task-".length())), StandardCharsets.UTF_8);
            Matcher parts = FORM.matcher(plain);
            if (!parts.matches()) {
                throw none(text);
            }
            return new TaskId(
                    new ExecutionId(parts.group(1)),
                    new StageRunKey(parts.group(4), Iteration.parse(parts.group(2))),
                    Integer.parseInt(parts.group(3)));
        } catch (IllegalArgumentException e) {
            throw none(text);
        }
    }

    private static Refusal none(String text) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return Refusal.noSuchTask("No such task found by id: " + shown);
    }
}

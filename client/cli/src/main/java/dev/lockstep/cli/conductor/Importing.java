package dev.lockstep.cli.conductor;

import dev.lockstep.client.Call;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Problem;
import dev.lockstep.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Has a server look at definitions, and register them.
 *
 * @param dryRun whether it only looks
 */
public record Importing(WorkflowClient client, boolean dryRun) {
    /** What a server answers to a definition that it does not take; anything else is about more than this one. */
    private static final Set<Integer> REFUSALS = Set.of(400, 409, 413, 422);

    /**
     * Deals with one definition, and writes over it where it is there already.
     *
     * @throws LockstepException where the server could not be reached, or refused for another reason than the definition
     */
    public Verdict take(Source source) throws InterruptedException {
        try {
            JsonNode checked = client.send(Call.post(source.kind().path() + "/validate?remarks=true", source.json()))
                    .json();
            List<Verdict.Note> remarks = new ArrayList<>();
            checked.path("remarks")
                    .forEach(remark -> remarks.add(new Verdict.Note(
                            remark.path("path").asString(""),
                            remark.path("message").asString(""))));
            if (dryRun) {
                return new Verdict(source, Verdict.Result.SUPPORTED, remarks);
            }
            register(source);
            return new Verdict(source, Verdict.Result.REGISTERED, remarks);
        } catch (LockstepException e) {
            return refused(source, e);
        }
    }

    private void register(Source source) throws InterruptedException {
        String path = source.kind().path();
        switch (source.kind()) {
            case TASK -> client.send(Call.post(path, list(source)));
            case WORKFLOW -> client.send(Call.post(path + "?overwrite=true", source.json()));
            case EVENT_HANDLER -> {
                try {
                    client.send(Call.post(path, source.json()));
                } catch (LockstepException e) {
                    if (e.status().orElse(0) != 409) {
                        throw e;
                    }
                    client.send(Call.change("PUT", path, Call.Content.json(source.json())));
                }
            }
        }
    }

    private static JsonNode list(Source source) {
        return JsonNodeFactory.instance.arrayNode().add(source.json());
    }

    private static Verdict refused(Source source, LockstepException refusal) {
        if (!REFUSALS.contains(refusal.status().orElse(0))) {
            throw refusal;
        }
        List<Verdict.Note> faults = refusal.problem().stream()
                .flatMap(problem -> problem.errors().isEmpty()
                        ? problem.detail().stream().map(detail -> new Verdict.Note("", detail))
                        : problem.errors().stream().map(Importing::note))
                .toList();
        return new Verdict(source, Verdict.Result.REFUSED, faults);
    }

    private static Verdict.Note note(Problem.Fault fault) {
        return new Verdict.Note(fault.path(), fault.message());
    }
}

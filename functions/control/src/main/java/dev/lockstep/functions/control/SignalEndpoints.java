package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.LinkTokens;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.SignalExecution;
import dev.lockstep.engine.usecases.SignalLinks;
import dev.lockstep.engine.usecases.TransitionLinks;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes signals, by key or by link, and makes the links; takes the links of transitions too. */
final class SignalEndpoints {
    /** What somebody sees who follows a link: nothing is done until they confirm it, since mail programs follow links too. */
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>Confirm</title>
            <body style="font: 1.1em system-ui; margin: 4em auto; max-width: 30em; text-align: center">
            <p>A workflow waits for your confirmation${of}.</p>
            <form method="post"><button style="font: inherit; padding: .6em 2em">Confirm</button></form>
            """;

    /** A link as it is asked for. */
    private record Wanted(Duration validity, Optional<String> iteration) {}

    private final SignalExecution signals;
    private final SignalLinks links;
    private final TransitionLinks transitions;
    private final LinkTokens tokens;

    SignalEndpoints(SignalExecution signals, SignalLinks links, TransitionLinks transitions, LinkTokens tokens) {
        this.signals = signals;
        this.links = links;
        this.transitions = transitions;
        this.tokens = tokens;
    }

    ControlHandler.Move signal(HttpRequest request) {
        String signal = PathIds.name(request, "signal");
        return request.fields((body, faults) -> {
            SignalExecution.Answer answer = answer(body, faults);
            Optional<String> iteration = body.text("iteration", 100);
            Optional<String> reason = body.text("reason", 1_000);
            return (caller, workflow, execution) ->
                    signals.signal(caller, workflow, execution, signal, answer, iteration, reason);
        });
    }

    /** With an error, the step that waits fails; otherwise it is done. */
    private static SignalExecution.Answer answer(Fields body, Faults faults) {
        Optional<JsonNode> data = body.object("data");
        Optional<String> error = body.text("error", 128);
        Optional<String> message = body.text("message", Failure.MAX_MESSAGE);
        if (error.isPresent() && data.isPresent()) {
            faults.add(body.at("data"), "is nothing to be given where an error is");
        }
        Optional<JsonNode> details = body.object("details");
        if (error.isEmpty() && message.isPresent()) {
            faults.add(body.at("message"), "is of an error");
        }
        if (error.isEmpty() && details.isPresent()) {
            faults.add(body.at("details"), "are of an error");
        }
        return error.<SignalExecution.Answer>map(
                        name -> new SignalExecution.Answer.Failed(new Failure(name, message.orElse(""), details)))
                .orElseGet(() -> new SignalExecution.Answer.Given(data.orElseGet(Json::object)));
    }

    HttpResponse link(Caller caller, HttpRequest request) {
        String signal = PathIds.name(request, "signal");
        Wanted wanted = request.fields((body, faults) ->
                new Wanted(LinkCalls.validity(body, "expires_in_seconds"), body.text("iteration", 100)));
        LinkTokens.Link link = links.create(
                caller,
                request.pathParameter("workflow_id"),
                PathIds.execution(request),
                signal,
                wanted.iteration(),
                wanted.validity());
        ObjectNode body = Json.object()
                .put("url", LinkCalls.url(request, link))
                .put("expires_at", Times.format(link.expiresAt()));
        return HttpResponse.created(body);
    }

    HttpResponse confirm(HttpRequest request) {
        String named = transition(request.pathParameter("token"))
                .map(id -> " of <b>" + id + "</b>")
                .orElse("");
        return HttpResponse.page(PAGE.replace("${of}", named));
    }

    /** What is confirmed, where that has a name: one of those characters that mean nothing in HTML. */
    private Optional<String> transition(String token) {
        try {
            return tokens.open(token).transition().map(LinkTokens.Transition::id);
        } catch (Refusal e) {
            // Whoever confirms is told then: to who only looks, such a link is like any other.
            return Optional.empty();
        }
    }

    /** A form sends no data; a program may send JSON. */
    HttpResponse resume(HttpRequest request) {
        boolean isForm = request.header("content-type")
                .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                .isPresent();
        JsonNode data = isForm
                ? Json.object()
                : request.fields((body, faults) -> body.object("data").orElse(Json.object()));
        LinkTokens.Claim link = tokens.open(request.pathParameter("token"));
        if (link.transition().isPresent()) {
            transitions.use(link, link.transition().get(), data);
        } else {
            links.use(link, data);
        }
        return HttpResponse.ok(Json.object().put("status", "accepted"));
    }
}

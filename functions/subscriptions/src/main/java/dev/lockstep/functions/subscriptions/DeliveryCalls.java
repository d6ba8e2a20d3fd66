package dev.lockstep.functions.subscriptions;

import dev.lockstep.adapters.http.BodyTimes;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.pipeline.DeliveryView;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.webhook.Deliveries;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/** The calls about what was sent to receivers, or is to be. */
final class DeliveryCalls {
    private final Deliveries deliveries;

    DeliveryCalls(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        return HttpResponse.ok(Pages.written(
                "deliveries",
                deliveries.list(
                        caller,
                        request.pathParameter("workflow_id"),
                        PathIds.execution(request),
                        Pages.requested(request)),
                DeliveryView::of));
    }

    HttpResponse redeliver(Caller caller, HttpRequest request) {
        ExecutionId execution = PathIds.execution(request);
        String delivery = PathIds.delivery(request);
        request.fields((body, faults) -> body);
        return HttpResponse.accepted(DeliveryView.of(
                deliveries.redeliver(caller, request.pathParameter("workflow_id"), execution, delivery)));
    }

    HttpResponse redeliverAll(Caller caller, HttpRequest request) {
        ExecutionId execution = PathIds.execution(request);
        Deliveries.Range range = request.fields(DeliveryCalls::range);
        return HttpResponse.accepted(Pages.written(
                "webhook_ids",
                deliveries.redeliverAll(
                        caller, request.pathParameter("workflow_id"), execution, range, Pages.requested(request)),
                JsonNodeFactory.instance::stringNode));
    }

    private static Deliveries.Range range(Fields body, Faults faults) {
        Optional<Instant> from = BodyTimes.read(body, "from", faults);
        Optional<Instant> to = BodyTimes.read(body, "to", faults);
        Optional<String> status = body.text("status", 16);
        status.filter(text -> !text.equals("FAILED"))
                .ifPresent(text -> faults.add(body.at("status"), "must be FAILED, or left out for all"));
        return new Deliveries.Range(from, to, status.isPresent());
    }
}

package dev.lockstep.functions.webhook;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.sqs.DeliveriesFunction;
import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.dialects.pipeline.WebhookBody;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.webhook.Deliver;

/** Signs what receivers are told and posts it to them, again and again until they take it. */
public final class WebhookHandler extends DeliveriesFunction {
    /** For Lambda. */
    public WebhookHandler() {
        this(Deployment.ofThisProcess());
    }

    public WebhookHandler(Deployment deployment) {
        this(new Backend(deployment));
    }

    private WebhookHandler(Backend backend) {
        super(deliver(backend)::deliver);
    }

    private static Deliver deliver(Backend backend) {
        Deliver.Ports ports = new Deliver.Ports(
                backend.deliveries(),
                backend.deliveryQueue(),
                backend.subscriptions(),
                backend.watches(),
                backend.executions(),
                backend.runs(),
                backend.plans(),
                backend.webhookSender(),
                new WebhookBody(new PipelineView(Catalogue.builtIn())));
        return new Deliver(ports, backend.webhookSignature(), backend.webhookRetries(), backend.clock());
    }
}

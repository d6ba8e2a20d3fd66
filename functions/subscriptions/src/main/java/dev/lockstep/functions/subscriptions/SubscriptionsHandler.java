package dev.lockstep.functions.subscriptions;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.webhook.Deliveries;
import dev.lockstep.engine.webhook.Subscriptions;

/** Says who is told of executions by webhook, what was delivered, and has it delivered again. */
public final class SubscriptionsHandler extends HttpFunction {
    private static final String SUBSCRIPTIONS = "/webhooks";
    private static final String SUBSCRIPTION = "/webhooks/{subscription_id}";
    private static final String DELIVERIES = "/workflows/{workflow_id}/executions/{execution_id}/deliveries";

    /** For Lambda. */
    public SubscriptionsHandler() {
        this(Deployment.ofThisProcess());
    }

    public SubscriptionsHandler(Deployment deployment) {
        super(routes(new Backend(deployment)));
    }

    private static Routes routes(Backend backend) {
        SubscriptionCalls subscriptions = new SubscriptionCalls(
                new Subscriptions(
                        backend.subscriptions(),
                        backend.webhookSignature(),
                        backend.idempotency(),
                        backend.ids(),
                        backend.clock()),
                backend.webhookSender());
        DeliveryCalls deliveries = new DeliveryCalls(
                new Deliveries(backend.deliveries(), backend.deliveryQueue(), backend.runs(), backend.clock()));
        return Routes.of(backend.authenticate())
                .add("POST " + SUBSCRIPTIONS, Permission.DEFINE, subscriptions::create)
                .add("GET " + SUBSCRIPTIONS, Permission.READ, subscriptions::list)
                .add("GET " + SUBSCRIPTION, Permission.READ, subscriptions::read)
                .add("DELETE " + SUBSCRIPTION, Permission.DEFINE, subscriptions::delete)
                .add("POST " + SUBSCRIPTION + "/rotate-secret", Permission.DEFINE, subscriptions::rotate)
                .add("POST " + SUBSCRIPTION + "/enable", Permission.DEFINE, subscriptions::enable)
                .add("GET /webhooks/secret", Permission.DEFINE, subscriptions::secret)
                .add("POST /webhooks/secret/rotate", Permission.DEFINE, subscriptions::rotateSecret)
                .add("GET " + DELIVERIES, Permission.READ, deliveries::list)
                .add("POST " + DELIVERIES + "/redeliver", Permission.CONTROL, deliveries::redeliverAll)
                .add("POST " + DELIVERIES + "/{webhook_id}/redeliver", Permission.CONTROL, deliveries::redeliver);
    }
}

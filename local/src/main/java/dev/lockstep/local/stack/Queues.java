package dev.lockstep.local.stack;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.PlainError;
import dev.lockstep.local.sources.QueuePoller.QueueAddress;
import dev.lockstep.local.template.QueueDefinition;
import dev.lockstep.local.template.Template;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Makes the template's queues, each after the dead-letter queue that it names. */
final class Queues {
    private final SqsClient sqs;
    private final Map<String, QueueDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, QueueAddress> made = new HashMap<>();

    private Queues(SqsClient sqs, Template template) {
        this.sqs = sqs;
        template.queues().forEach(queue -> definitions.put(queue.id(), queue));
    }

    /** The addresses of all queues, by logical id. */
    static Map<String, QueueAddress> ensure(SqsClient sqs, Template template) {
        Queues queues = new Queues(sqs, template);
        queues.definitions.keySet().forEach(queues::ensure);
        return queues.made;
    }

    private QueueAddress ensure(String id) {
        QueueAddress existing = made.get(id);
        if (existing != null) {
            return existing;
        }
        QueueDefinition definition = definitions.get(id);
        if (definition == null) {
            throw new PlainError("template.yaml: " + id + " is not a queue");
        }
        Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
        attributes.put(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                Long.toString(definition.visibility().toSeconds()));
        definition.redrive().ifPresent(redrive -> {
            String target = ensure(redrive.target()).arn();
            attributes.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    Json.write(Json.object()
                            .put("deadLetterTargetArn", target)
                            .put("maxReceiveCount", redrive.maxReceiveCount())));
        });
        String name = Template.STACK + "-" + id;
        String url = sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
        QueueAddress address = new QueueAddress(url, arn(url));
        made.put(id, address);
        return address;
    }

    private String arn(String url) {
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        if (arn == null) {
            throw new PlainError("The queue " + url + " does not tell its ARN.");
        }
        return arn;
    }
}

package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.operations.MessageSender;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.usecases.Digest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Sends messages to the queues that a deployment lists, through SQS's API. */
public final class SqsMessageSender implements MessageSender {
    /** Definitions that name more queues have their URLs looked up every time. */
    private static final int MOST_KNOWN = 1_000;

    private final SendableQueues queues;
    private final Supplier<SqsClient> client;
    private final Map<SendableQueues.Queue, String> urls = new ConcurrentHashMap<>();

    /**
     * @param client asked for at the first message
     */
    public SqsMessageSender(SendableQueues queues, Supplier<SqsClient> client) {
        this.queues = queues;
        this.client = client;
    }

    @Override
    public String send(Message message) throws OperationFailure {
        SendableQueues.Queue queue = queues.find(message.queue())
                .orElseThrow(() -> new OperationFailure(
                        "NotAllowed",
                        "this deployment does not list the queue " + message.queue() + " (SendableQueues)"));
        try {
            return client.get()
                    .sendMessage(request(url(queue, message), message))
                    .messageId();
        } catch (QueueDoesNotExistException e) {
            urls.remove(queue);
            throw failed("there is no queue " + queue.name());
        } catch (SqsException e) {
            throw failure(e, queue);
        } catch (ApiCallTimeoutException e) {
            throw new OperationFailure("TimedOut", "SQS did not answer within timeout_seconds");
        } catch (SdkClientException e) {
            throw failed("SQS cannot be reached");
        }
    }

    private static SendMessageRequest request(String url, Message message) {
        SendMessageRequest.Builder request = SendMessageRequest.builder()
                .queueUrl(url)
                .messageBody(message.body())
                .overrideConfiguration(limits -> limits.apiCallTimeout(message.timeout()));
        message.group()
                .ifPresent(group ->
                        request.messageGroupId(group).messageDeduplicationId(Digest.sha256(message.idempotencyKey())));
        if (!message.delay().isZero()) {
            request.delaySeconds((int) message.delay().toSeconds());
        }
        return request.build();
    }

    private String url(SendableQueues.Queue queue, Message message) {
        String known = urls.get(queue);
        if (known != null) {
            return known;
        }
        GetQueueUrlRequest.Builder request = GetQueueUrlRequest.builder()
                .queueName(queue.name())
                .overrideConfiguration(limits -> limits.apiCallTimeout(message.timeout()));
        queue.account().ifPresent(request::queueOwnerAWSAccountId);
        String found = client.get().getQueueUrl(request.build()).queueUrl();
        if (urls.size() < MOST_KNOWN) {
            urls.put(queue, found);
        }
        return found;
    }

    /** AWS's own messages name requests and roles, which are nobody's business outside. */
    private static OperationFailure failure(SqsException e, SendableQueues.Queue queue) {
        if (e.isThrottlingException()) {
            return new OperationFailure("Throttled", "SQS takes no more messages just now");
        }
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        return code != null && code.contains("AccessDenied")
                ? new OperationFailure("NotAllowed", "this deployment may not send to " + queue.name())
                : failed("SQS answers " + e.statusCode());
    }

    private static OperationFailure failed(String message) {
        return new OperationFailure("SendFailed", message);
    }
}

package dev.lockstep.local.queues;

import dev.lockstep.local.template.Template;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.MessageAttribute;
import org.elasticmq.MessageData;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.TracingId;
import org.elasticmq.rest.sqs.MD5Util$;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Turns a message of ElasticMQ's into one of SQS's, as its HTTP server does. */
final class Received {
    private Received() {}

    static Message message(MessageData data) {
        String body = data.content().value();
        Message.Builder message = Message.builder()
                .messageId(data.id().id())
                .receiptHandle(OptionConverters.toJava(data.deliveryReceipt())
                        .map(DeliveryReceipt::receipt)
                        .orElseThrow())
                .body(body)
                .md5OfBody(Md5.of(body))
                .attributes(system(data));
        if (!data.messageAttributes().isEmpty()) {
            message.messageAttributes(own(data))
                    .md5OfMessageAttributes(MD5Util$.MODULE$.md5AttributeDigest(data.messageAttributes()));
        }
        return message.build();
    }

    private static Map<MessageSystemAttributeName, String> system(MessageData data) {
        Map<MessageSystemAttributeName, String> attributes = new EnumMap<>(MessageSystemAttributeName.class);
        attributes.put(MessageSystemAttributeName.SENDER_ID, "127.0.0.1");
        attributes.put(
                MessageSystemAttributeName.SENT_TIMESTAMP,
                Long.toString(data.created().toInstant().toEpochMilli()));
        attributes.put(
                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                Integer.toString(data.statistics().approximateReceiveCount()));
        long first = data.statistics().approximateFirstReceive() instanceof OnDateTimeReceived received
                ? received.when().toInstant().toEpochMilli()
                : 0;
        attributes.put(MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP, Long.toString(first));
        OptionConverters.toJava(data.tracingId())
                .map(TracingId::id)
                .ifPresent(id -> attributes.put(MessageSystemAttributeName.AWS_TRACE_HEADER, id));
        OptionConverters.toJava(data.deadLetterSourceQueueName())
                .ifPresent(name -> attributes.put(
                        MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN,
                        "arn:aws:sqs:" + Template.REGION + ":" + Template.ACCOUNT + ":" + name));
        return attributes;
    }

    private static Map<String, MessageAttributeValue> own(MessageData data) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        CollectionConverters.asJava(data.messageAttributes())
                .forEach((name, attribute) -> attributes.put(name, value(attribute)));
        return attributes;
    }

    private static MessageAttributeValue value(MessageAttribute attribute) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.getDataType());
        switch (attribute) {
            case StringMessageAttribute text -> value.stringValue(text.stringValue());
            case NumberMessageAttribute number -> value.stringValue(number.stringValue());
            case BinaryMessageAttribute binary ->
                value.binaryValue(SdkBytes.fromByteArray(Base64.getDecoder().decode(binary.asBase64())));
            default -> throw new IllegalStateException("SQS has no attribute of type " + attribute.getDataType());
        }
        return value.build();
    }
}

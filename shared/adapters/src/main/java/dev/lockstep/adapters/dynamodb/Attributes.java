package dev.lockstep.adapters.dynamodb;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How values are written as attributes, and read from them. Times are ISO strings: they keep their nanoseconds. */
final class Attributes {
    private Attributes() {}

    static AttributeValue of(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue of(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static AttributeValue of(Instant time) {
        return AttributeValue.fromS(time.toString());
    }

    static AttributeValue of(byte[] bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }

    static String text(Map<String, AttributeValue> item, String name) {
        return required(item, name).s();
    }

    static Optional<String> optionalText(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(required(item, name).n());
    }

    static Optional<Long> optionalNumber(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(value -> Long.valueOf(value.n()));
    }

    static Instant time(Map<String, AttributeValue> item, String name) {
        return Instant.parse(text(item, name));
    }

    static Optional<Instant> optionalTime(Map<String, AttributeValue> item, String name) {
        return optionalText(item, name).map(Instant::parse);
    }

    static byte[] bytes(Map<String, AttributeValue> item, String name) {
        return required(item, name).b().asByteArray();
    }

    static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("the item " + item.get(Keys.PK) + " has no " + name);
        }
        return value;
    }
}

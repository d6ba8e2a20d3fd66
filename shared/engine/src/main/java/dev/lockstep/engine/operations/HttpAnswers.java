package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers as data. */
final class HttpAnswers {
    /** Of names and values; what comes after that is left out. */
    private static final int MOST_HEADER_CHARS = 16 * 1024;

    private HttpAnswers() {}

    static ObjectNode headers(HttpCaller.Answer answer) {
        ObjectNode headers = Json.object();
        int left = MOST_HEADER_CHARS;
        for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
            String value = String.join(", ", header.getValue());
            left -= header.getKey().length() + value.length();
            if (left >= 0) {
                headers.put(header.getKey(), value);
            }
        }
        return headers;
    }

    /** What the content type says that it is. A body that is compressed, although nobody asked for that, stays so. */
    static JsonNode body(HttpCaller.Answer answer) {
        byte[] bytes = answer.body();
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.nullNode();
        }
        String type = first(answer, "content-type");
        Optional<String> text = isPlain(answer) && isText(type) ? decode(bytes, charset(type)) : Optional.empty();
        if (text.isEmpty()) {
            return Json.object().put("base64", Base64.getEncoder().encodeToString(bytes));
        }
        if (isJson(type)) {
            try {
                return Json.parse(text.get());
            } catch (MalformedJson e) {
                // The request has had its effect, and its answer is worth more than its label.
                return Json.object().put("text", text.get());
            }
        }
        return Json.object().put("text", text.get());
    }

    private static boolean isPlain(HttpCaller.Answer answer) {
        String encoding = first(answer, "content-encoding");
        return encoding.isEmpty() || encoding.equals("identity");
    }

    private static boolean isJson(String type) {
        String media = media(type);
        return media.equals("application/json") || media.endsWith("+json");
    }

    private static boolean isText(String type) {
        String media = media(type);
        return media.isEmpty()
                || isJson(type)
                || media.startsWith("text/")
                || media.endsWith("/xml")
                || media.endsWith("+xml")
                || media.equals("application/x-www-form-urlencoded")
                || media.equals("application/javascript");
    }

    private static String media(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }

    private static Optional<Charset> charset(String type) {
        int at = type.indexOf("charset=");
        if (at < 0) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        String name = type.substring(at + "charset=".length());
        int semicolon = name.indexOf(';');
        try {
            return Optional.of(Charset.forName((semicolon < 0 ? name : name.substring(0, semicolon))
                    .replace("\"", "")
                    .strip()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> decode(byte[] bytes, Optional<Charset> charset) {
        if (charset.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    charset.get().newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String first(HttpCaller.Answer answer, String header) {
        List<String> values = answer.headers().getOrDefault(header, List.of());
        return values.isEmpty() ? "" : values.get(0).strip().toLowerCase(Locale.ROOT);
    }
}

package dev.lockstep.local.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as it came in.
 *
 * @param rawPath the path, still encoded
 * @param rawQuery the query without its question mark, still encoded, empty where there is none
 * @param headers by lower-case name, in the order in which they came
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and a body is too large to copy for the form of it.
record HttpCall(
        String method,
        String rawPath,
        String rawQuery,
        String protocol,
        String sourceIp,
        Map<String, List<String>> headers,
        byte[] body) {
    /** A header's first value, empty where there is none. */
    String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** This call with another header, or another value of it. */
    HttpCall with(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(name, List.of(value));
        return new HttpCall(method, rawPath, rawQuery, protocol, sourceIp, more, body);
    }
}

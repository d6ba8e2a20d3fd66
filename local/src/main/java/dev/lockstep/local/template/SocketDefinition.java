package dev.lockstep.local.template;

import java.util.Map;

/**
 * A WebSocket API of the template.
 *
 * @param stage the first segment of its path
 * @param routes the logical ids of the functions, by route key
 */
public record SocketDefinition(String stage, Map<String, String> routes) {}

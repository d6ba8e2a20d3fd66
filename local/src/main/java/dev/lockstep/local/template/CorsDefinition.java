package dev.lockstep.local.template;

import java.util.List;
import java.util.Optional;

/**
 * Which pages of other origins may call the HTTP API from browsers.
 *
 * @param origins {@code *}, {@code https://*} and the like stand for many
 * @param headers what such a page may send
 * @param exposed what it may read
 * @param maxAge for how many seconds a browser need not ask again
 */
public record CorsDefinition(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        Optional<String> maxAge) {
    static CorsDefinition read(Properties configuration) {
        return new CorsDefinition(
                configuration.texts("AllowOrigins"),
                configuration.texts("AllowMethods"),
                configuration.texts("AllowHeaders"),
                configuration.texts("ExposeHeaders"),
                configuration.optionalText("MaxAge"));
    }
}

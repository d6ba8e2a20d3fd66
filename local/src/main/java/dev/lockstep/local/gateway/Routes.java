package dev.lockstep.local.gateway;

import dev.lockstep.local.invoke.LambdaFunction;
import dev.lockstep.local.template.Event;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the function for a request, by API Gateway's rules: a fixed segment before a parameter, a method before ANY, then {@code $default}. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();
    private @Nullable LambdaFunction unrouted;

    public Routes(Collection<LambdaFunction> functions) {
        for (LambdaFunction function : functions) {
            function.definition().events(Event.HttpRoute.class).forEach(route -> routes.add(Route.of(route, function)));
            if (function.definition().events(Event.Unrouted.class).findAny().isPresent()) {
                unrouted = function;
            }
        }
        routes.sort(Comparator.comparing(Route::specificity));
    }

    /**
     * A route that takes a request.
     *
     * @param key the route as API Gateway names it
     * @param parameters the path's parameters, decoded
     */
    record Match(String key, LambdaFunction function, Map<String, String> parameters) {}

    Optional<Match> match(String method, String rawPath) {
        List<String> segments = segments(rawPath);
        for (Route route : routes) {
            if (route.takes(method, segments)) {
                return Optional.of(new Match(route.key(), route.function(), route.parameters(segments)));
            }
        }
        return Optional.ofNullable(unrouted).map(function -> new Match("$default", function, Map.of()));
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private record Route(String method, String path, List<String> segments, LambdaFunction function) {
        static Route of(Event.HttpRoute route, LambdaFunction function) {
            return new Route(route.method(), route.path(), Routes.segments(route.path()), function);
        }

        String key() {
            return method + " " + path;
        }

        /** Sorts the more specific route first: segment by segment, then by method. */
        String specificity() {
            StringBuilder ranks = new StringBuilder();
            for (String segment : segments) {
                ranks.append(isGreedy(segment) ? '2' : isParameter(segment) ? '1' : '0');
            }
            return ranks.append(method.equals("ANY") ? '1' : '0').toString();
        }

        boolean takes(String requested, List<String> path) {
            if (!method.equals("ANY") && !method.equals(requested)) {
                return false;
            }
            boolean greedy = isGreedy(segments.getLast());
            if (greedy ? path.size() < segments.size() : path.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                boolean fits = isParameter(segments.get(i))
                        ? !path.get(i).isEmpty()
                        : segments.get(i).equals(path.get(i));
                if (!fits) {
                    return false;
                }
            }
            return true;
        }

        Map<String, String> parameters(List<String> path) {
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String segment = segments.get(i);
                if (isGreedy(segment)) {
                    String rest = String.join("/", path.subList(i, path.size()));
                    parameters.put(segment.substring(1, segment.length() - 2), decoded(rest));
                } else if (isParameter(segment)) {
                    parameters.put(segment.substring(1, segment.length() - 1), decoded(path.get(i)));
                }
            }
            return parameters;
        }

        private static boolean isParameter(String segment) {
            return segment.startsWith("{") && segment.endsWith("}");
        }

        private static boolean isGreedy(String segment) {
            return segment.startsWith("{") && segment.endsWith("+}");
        }

        /** Percent-decodes. A plus stays one: it stands for a blank in queries alone. */
        private static String decoded(String segment) {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }
}

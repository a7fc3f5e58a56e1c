package st.sendwright.primitives.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.Resource;
import st.sendwright.primitives.PrimitiveSet;

/** The module {@code Json}: JSON (RFC 8259) as tokens, read by Jackson. */
@Component(service = PrimitiveSet.class, property = "sendwright.name=json")
public final class JsonPrimitives extends PluginSet {

    private final Resource<JsonTokens> tokens = resource(JsonTokens.class);

    public JsonPrimitives() throws IOException {
        super("Json");
        primitive("openText", tokens, Kind.TEXT, JsonTokens::of);
        primitive("openBytes", tokens, JsonTokens::ofBytes);
        primitive("feed", Kind.NOTHING, tokens, Kind.BYTES, (each, bytes) -> {
            each.feed(bytes);
            return null;
        });
        primitive("tokens", Kind.LIST, tokens, Kind.INTEGER, JsonTokens::next);
        primitive("close", Kind.NOTHING, tokens.released(), each -> {
            each.close();
            return null;
        });
        primitive("quoted", Kind.TEXT, Kind.TEXT,
                text -> '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
    }
}

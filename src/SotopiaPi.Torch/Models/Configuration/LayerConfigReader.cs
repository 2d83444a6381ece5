namespace SotopiaPi.Torch;

/// <summary>Reads what differs from layer to layer: windows, rotary embeddings, layers without positions.</summary>
internal static class LayerConfigReader
{
    private const string Sliding = "sliding_attention";
    private const string Full = "full_attention";

    public static IReadOnlyList<LayerConfig> Read(ConfigJson json, string type)
    {
        int count = json.Positive("num_hidden_layers");
        bool[] rotates = ReadRotates(json, type, count);
        bool[] slides = ReadSlides(json, type, count, rotates);
        int? window = json.IntOrNull("sliding_window");
        if (slides.Contains(true) && window is not > 0)
        {
            throw json.Problem("sliding_window", "the window of the sliding layers, at least 1");
        }

        (RopeConfig full, RopeConfig sliding) = RopeConfigReader.Read(json);
        return [.. Enumerable.Range(0, count).Select(layer => new LayerConfig(
            slides[layer] ? window : null, rotates[layer] ? slides[layer] ? sliding : full : null))];
    }

    private static bool[] ReadSlides(ConfigJson json, string type, int count, bool[] rotates)
    {
        Func<int, bool> older = Older(json, type, rotates);
        if (json.List("layer_types") is not { } types)
        {
            return [.. Enumerable.Range(0, count).Select(older)];
        }

        string[] names = [.. types.Select(name => name.ToString())];
        return names.Length == count && names.All(name => name is Sliding or Full)
            ? [.. names.Select(name => name == Sliding)]
            : throw json.Problem("layer_types", $"{count} entries, each {Full} or {Sliding}");
    }

    /// <summary>Says which layers slide in configurations that have no <c>layer_types</c>.</summary>
    private static Func<int, bool> Older(ConfigJson json, string type, bool[] rotates)
    {
        bool given = json.IntOrNull("sliding_window") is > 0;
        switch (type)
        {
            case "mistral" or "phi3":
                return _ => given;
            case "qwen2" or "qwen3":
                bool uses = json.Bool("use_sliding_window", fallback: false) && given;
                int first = json.IntOrNull("max_window_layers") ?? 28;
                return layer => uses && layer >= first;
            case "smollm3":
                bool slides = json.Bool("use_sliding_window", fallback: false) && given;
                return layer => slides && !rotates[layer];
            case "gemma2":
                return layer => layer % 2 == 0;
            case "gemma3_text":
                int period = json.Positive("sliding_window_pattern", 6);
                return layer => (layer + 1) % period != 0;
            default:
                return _ => given ? throw json.Problem("sliding_window", $"null: layers of the model type '{type}' do not slide") : false;
        }
    }

    private static bool[] ReadRotates(ConfigJson json, string type, int count)
    {
        if (type != "smollm3")
        {
            return [.. Enumerable.Repeat(true, count)];
        }

        int interval = json.Positive("no_rope_layer_interval", 4);
        if (json.List("no_rope_layers") is not { } listed)
        {
            return [.. Enumerable.Range(0, count).Select(layer => (layer + 1) % interval != 0)];
        }

        string[] flags = [.. listed.Select(flag => flag.GetRawText())];
        return flags.Length == count && flags.All(flag => flag is "0" or "1")
            ? [.. flags.Select(flag => flag == "1")]              // 1 means: with rotary embedding
            : throw json.Problem("no_rope_layers", $"{count} entries, each 0 or 1");
    }
}

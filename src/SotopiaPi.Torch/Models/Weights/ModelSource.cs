namespace SotopiaPi.Torch;

/// <summary>Opens what a user points at: a model folder, a GGUF file, or a model id whose files lie in the hub cache.</summary>
internal sealed record ModelSource(DecoderConfig Config, ITensorSource Tensors) : IDisposable
{
    public static ModelSource Open(string model, IEnumerable<string> ignoredKeys)
    {
        string place = HubCache.Resolve(model);
        return File.Exists(place) ? OpenGguf(place) : new ModelSource(DecoderConfig.Load(place, ignoredKeys), SafetensorsFolder.Open(place));
    }

    public void Dispose() => Tensors.Dispose();

    private static ModelSource OpenGguf(string path)
    {
        GgufFile file = GgufFile.Open(path);
        try
        {
            DecoderConfig config = GgufConfigReader.Read(file);
            return new ModelSource(config, new GgufTensorSource(file, config));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

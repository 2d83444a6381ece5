using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Reads and writes quantised weights under the names that bitsandbytes gives their parts in a safetensors file.</summary>
internal static class Nf4Checkpoint
{
    /// <summary>The end of the name of a weight's description, by which quantised weights are known.</summary>
    public const string State = ".quant_state.bitsandbytes__nf4";

    /// <summary>Says whether a source holds a weight as 4-bit codes.</summary>
    public static bool Holds(ITensorSource source, string name) => source.Tensors.ContainsKey(name + State);

    /// <summary>Gives the names of a weight's parts.</summary>
    public static IEnumerable<string> PartsOf(ITensorSource source, string name) =>
        new[] { "", ".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map", State }.Select(end => name + end).Where(source.Tensors.ContainsKey);

    /// <summary>Reads a weight.</summary>
    /// <exception cref="CheckpointException">A part is missing or of another size, or the code is another one.</exception>
    public static Nf4Weight Read(ITensorSource source, string name, long[] shape, Device device)
    {
        using var scope = NewDisposeScope();
        JsonObject state = ReadState(source, name);
        Require(source, name, "quant_type", state, "\"nf4\"");
        Require(source, name, "blocksize", state, "64");
        long[] stored = Field(source, name, "shape", state, value => value.AsArray().Select(size => (long)size!).ToArray());
        if (!stored.SequenceEqual(shape))
        {
            throw new CheckpointException(source.Path, $"the quantised tensor '{name}' has the shape [{string.Join(", ", stored)}], wanted [{string.Join(", ", shape)}]; the weights and config.json are of different models.");
        }

        long count = shape.Aggregate(1L, static (product, size) => product * size);
        Tensor codes = Part(source, name, ScalarType.Byte, (count + 1) / 2, device);
        CheckLevels(source, name);
        string type = state.ContainsKey("dtype") ? Field(source, name, "dtype", state, value => (string)value!) : "float32";
        if (!state.ContainsKey("nested_blocksize"))
        {
            Tensor scales = Part(source, name + ".absmax", ScalarType.Float32, Nf4.BlockCount(count), device);
            return new Nf4Weight(codes.DetachFromDisposeScope(), scales.DetachFromDisposeScope(), null, shape, type);
        }

        Require(source, name, "nested_blocksize", state, "256");
        float offset = Field(source, name, "nested_offset", state, value => (float)value);
        Tensor scaleCodes = Part(source, name + ".absmax", ScalarType.Byte, Nf4.BlockCount(count), device);
        Tensor blockScales = Part(source, name + ".nested_absmax", ScalarType.Float32, (Nf4.BlockCount(count) + Nf4Scales.BlockSize - 1) / Nf4Scales.BlockSize, device);
        Tensor levels = Part(source, name + ".nested_quant_map", ScalarType.Float32, 256, device);
        Nf4NestedScales nested = new(blockScales.DetachFromDisposeScope(), levels.DetachFromDisposeScope(), offset);
        return new Nf4Weight(codes.DetachFromDisposeScope(), scaleCodes.DetachFromDisposeScope(), nested, shape, type);
    }

    /// <summary>Adds a weight's parts to what will be written.</summary>
    public static void Write(string name, Nf4Weight weight, IDictionary<string, Tensor> target)
    {
        JsonObject state = new()
        {
            ["quant_type"] = "nf4",
            ["blocksize"] = Nf4.BlockSize,
            ["dtype"] = weight.StoredType,
            ["shape"] = new JsonArray([.. weight.Shape.Select(size => (JsonNode)size)]),
        };
        target.Add(name, weight.Codes.alias());
        target.Add(name + ".absmax", weight.Scales.alias());
        target.Add(name + ".quant_map", tensor(Nf4.Levels, device: CPU));
        if (weight.Nested is { } nested)
        {
            target.Add(name + ".nested_absmax", nested.BlockScales.alias());
            target.Add(name + ".nested_quant_map", nested.Levels.alias());
            state["nested_blocksize"] = Nf4Scales.BlockSize;
            state["nested_dtype"] = "float32";
            state["nested_offset"] = (double)nested.Offset;
        }

        target.Add(name + State, tensor(Encoding.UTF8.GetBytes(state.ToJsonString()), device: CPU));
    }

    private static JsonObject ReadState(ITensorSource source, string name)
    {
        try
        {
            using Tensor bytes = source.Read(name + State, CPU);
            return JsonNode.Parse(bytes.bytes)!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new CheckpointException(source.Path, $"the tensor '{name}{State}' does not hold the JSON object that bitsandbytes writes; the file is damaged.", e);
        }
    }

    private static T Field<T>(ITensorSource source, string name, string key, JsonObject state, Func<JsonNode, T> read)
    {
        try
        {
            return read(state[key]!);
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or FormatException or OverflowException or ArgumentException)
        {
            throw new CheckpointException(source.Path, $"the quantised tensor '{name}' has '{key}' {state[key]?.ToJsonString() ?? "missing"}, wanted what bitsandbytes writes; quantise the model anew.", e);
        }
    }

    private static void Require(ITensorSource source, string name, string key, JsonObject state, string wanted)
    {
        if (state[key]?.ToJsonString() is var found && found != wanted)
        {
            throw new CheckpointException(source.Path, $"the quantised tensor '{name}' has '{key}' {found ?? "missing"}, wanted {wanted}; quantise the model anew.");
        }
    }

    private static void CheckLevels(ITensorSource source, string name)
    {
        using Tensor levels = source.Read(name + ".quant_map", CPU, ScalarType.Float32);
        if (!levels.data<float>().ToArray().SequenceEqual(Nf4.Levels))
        {
            throw new CheckpointException(source.Path, $"the tensor '{name}.quant_map' holds other levels than those of NF4; quantise the model anew.");
        }
    }

    private static Tensor Part(ITensorSource source, string name, ScalarType type, long count, Device device)
    {
        Tensor part = source.Read(name, device);
        return part.dtype == type && part.NumberOfElements == count
            ? part
            : throw new CheckpointException(source.Path, $"the tensor '{name}' is {part.dtype} with {part.NumberOfElements} values, wanted {type} with {count}; the file is damaged.");
    }
}

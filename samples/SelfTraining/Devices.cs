using TorchSharp;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Reads <c>--device</c>.</summary>
internal static class Devices
{
    public static torch.Device Parse(string text)
    {
        string[] parts = text.Split(':');
        bool known = parts[0] is "cpu" or "cuda" && (parts.Length == 1 || (parts.Length == 2 && parts[1].Length > 0 && parts[1].All(char.IsAsciiDigit)));
        if (!known)
        {
            throw new UserErrorException($"'{text}' is no device. Give cpu, cuda or cuda:N.");
        }

        if (parts[0] == "cuda" && !torch.cuda_is_available())
        {
            throw new UserErrorException("No CUDA device can be used: the libtorch that is loaded has no CUDA, or there is no card. Set SOTOPIAPI_LIBTORCH to the folder of a PyTorch 2.10 or 2.11 with CUDA, or use --device cpu.");
        }

        return torch.device(text);
    }
}

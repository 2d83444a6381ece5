namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Something the user can put right; the program prints the message alone and ends with exit code 2.</summary>
internal sealed class UserErrorException(string message, Exception? inner = null) : Exception(message, inner);
